import { crowd } from './crowd.ts'
import { ask } from './load.ts'
import { startMailRecorder } from './mailRecorder.ts'
import type { Bench } from './row.ts'
import { cookieOf, resident, type Site, startSite, visitorOf } from './site.ts'

const MINUTES = 10

/** Few people, so that their audit trails, which the server keeps for long, reach their limit in the first minute. */
const PEOPLE = 5

/**
 * Ten minutes of reads, sign-in starts, whole sign-ins and reminders. After each minute, when all mails are delivered,
 * it measures the memory in use, without garbage, which comes and goes.
 */
export const soak: Bench = {
  name: 'soak',
  isOptional: true,
  async run(store) {
    const recorder = await startMailRecorder({ greetingMs: 0 })
    const site = await startSite({ store, settings: { SMTP_URL: recorder.smtpUrl } })
    try {
      const headers = { Cookie: await cookieOf(site, 1) }
      const reminder = { method: 'POST', body: 'email=resident#@example.org', count: PEOPLE }
      const held: number[] = []
      const resident: number[] = []
      for (let minute = 0; minute < MINUTES; minute++) {
        await ask(site.url, { path: '/api/session', headers }, 20)
        await ask(site.url, { path: '/auth/github' }, 15)
        await comeAndGo(site)
        await ask(site.url, { path: '/api/reminder', ...reminder }, 15)
        await recorder.waitFor(() => site.reminded.count())
        resident.push((await site.inside()).residentMb)
        held.push((await site.inside('clear up')).heldMb)
      }
      const [middle = 0, last = 0] = [held[MINUTES / 2 - 1], held.at(-1)]
      return [
        {
          work: `memory in use after each of ${MINUTES} minutes of load (${store.name})`,
          goal: 'no growth in the second half',
          reached: `${(last - middle).toFixed(1)} MB`,
          figures: `${inMb(held)} MB; resident before it was cleared up ${inMb(resident)} MB`,
          isReached: last - middle < 1,
        },
      ]
    } finally {
      await site.stop()
      await recorder.close()
    }
  },
}

/** Signs people in and out again, because sessions that stay would also look like a leak. */
async function comeAndGo(site: Site): Promise<void> {
  const { people } = site.standIns
  people.push(...Array.from({ length: PEOPLE }, (_, index) => resident(index)))
  await crowd({ width: PEOPLE, seconds: 5 }, async (worker) => {
    const visitor = visitorOf(site)
    const inside = await visitor.signIn('github', people[worker]?.key ?? '')
    const outside = await visitor.get('/logout')
    const ways = [inside, outside].map(({ headers }) => headers.get('location')).join(' ')
    if (ways !== '/account /goodbye') throw new Error(`resident ${worker} was led to ${ways}`)
  })
  people.length = 0
}

function inMb(sizes: readonly number[]): string {
  return sizes.map((mb) => mb.toFixed(0)).join(', ')
}
