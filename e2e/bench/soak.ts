import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './load.ts'
import { startMailRecorder } from './mailRecorder.ts'
import type { Bench } from './row.ts'
import { cookieOf, startSite } from './site.ts'

const MINUTES = 10

/** Ten minutes of reads, sign-in starts and reminders, and what the process weighs after each, its mails delivered. */
export const soak: Bench = {
  name: 'soak',
  isOptional: true,
  async run(store) {
    const recorder = await startMailRecorder({ greetingMs: 0 })
    const site = await startSite({ store, settings: { SMTP_URL: recorder.smtpUrl } })
    try {
      const headers = { Cookie: await cookieOf(site, 1) }
      const reminder = { method: 'POST', body: 'email=resident#@example.org', count: store.users }
      const weighed: number[] = []
      for (let minute = 0; minute < MINUTES; minute++) {
        await ask(site.url, { path: '/api/session', headers }, 20)
        await ask(site.url, { path: '/auth/github' }, 20)
        recorder.delivered.clear()
        const { requests } = await ask(site.url, { path: '/api/reminder', ...reminder }, 15)
        await recorder.waitFor(requests)
        await sleep(5_000)
        weighed.push((await site.inside()).residentMb)
      }
      const [middle = 0, last = 0] = [weighed[MINUTES / 2 - 1], weighed.at(-1)]
      return [
        {
          work: `memory after each of ${MINUTES} minutes of load (${store.name})`,
          goal: 'no growth in the second half',
          reached: `${(last - middle).toFixed(0)} MB`,
          figures: weighed.map((mb) => mb.toFixed(0)).join(', '),
          isReached: last - middle < 5,
        },
      ]
    } finally {
      await site.stop()
      await recorder.close()
    }
  },
}
