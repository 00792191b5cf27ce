import { setTimeout as sleep } from 'node:timers/promises'
import { inTurn, signPeopleIn } from './crowd.ts'
import { ask } from './load.ts'
import { startMailRecorder } from './mailRecorder.ts'
import { type Bench, type Line, whole } from './row.ts'
import { cookieOf, type Site, startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const GOAL_MB = 90
/** For each kind of work. */
const LOAD_SECONDS = 5
/** Sign-ins at once. */
const WIDTH = 16
/** V8 returns the memory of a load to the system after some idle time. */
const REST_MS = 60_000

/** The settings that .readme/RUNNING.md recommends for machines with little memory. */
const SPARING = { NODE_OPTIONS: '--max-semi-space-size=2', MALLOC_ARENA_MAX: '1' }

/** Resident memory of the idle server before and after a load, with the usual and with the sparing settings. */
export const memory: Bench = {
  name: 'memory',
  run: async (store) => [await beforeAndAfter(store), await beforeAndAfter(store, SPARING)],
}

async function beforeAndAfter(store: StoreUnderTest, settings: Record<string, string> = {}): Promise<Line> {
  const recorder = await startMailRecorder({ greetingMs: 0 })
  const site = await startSite({ store, settings: { ...settings, SMTP_URL: recorder.smtpUrl } })
  try {
    await sleep(2_000)
    const before = (await site.inside()).residentMb
    await load(site, store.users)
    await recorder.waitFor(() => site.reminded.count())
    await sleep(REST_MS)
    const after = (await site.inside()).residentMb
    return {
      work: `memory idle, after load${settings === SPARING ? ', sparing' : ''} (${store.name}, ${whole(store.users)} users)`,
      goal: `<= ${GOAL_MB} MB`,
      reached: `${after.toFixed(0)} MB`,
      figures: `${before.toFixed(0)} MB before`,
      isReached: after <= GOAL_MB,
    }
  } finally {
    await site.stop()
    await recorder.close()
  }
}

/** Sends reads, sign-ins, and reminders with their mails. */
async function load(site: Site, users: number): Promise<void> {
  const headers = { Cookie: await cookieOf(site, 1) }
  await ask(site.url, { path: '/api/session', headers }, LOAD_SECONDS)
  await signPeopleIn(site, inTurn(users), { width: WIDTH, seconds: LOAD_SECONDS })
  const reminder = { method: 'POST', body: 'email=resident#@example.org', count: users }
  await ask(site.url, { path: '/api/reminder', ...reminder }, LOAD_SECONDS)
}
