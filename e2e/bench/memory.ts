import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './load.ts'
import { type Bench, type Line, whole } from './row.ts'
import { cookieOf, startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const GOAL_MB = 90
const LOAD_SECONDS = 10
/** V8 gives back what a load took once nothing has happened for a while. */
const REST_MS = 60_000

/** What the README offers to who has little memory. */
const SPARING = { NODE_OPTIONS: '--max-semi-space-size=2', MALLOC_ARENA_MAX: '1' }

/** Resident memory before and after a load, at rest: as it is, and sparing. */
export const memory: Bench = {
  name: 'memory',
  run: async (store) => [await beforeAndAfter(store), await beforeAndAfter(store, SPARING)],
}

async function beforeAndAfter(store: StoreUnderTest, settings: Record<string, string> = {}): Promise<Line> {
  const site = await startSite({ store, settings })
  try {
    await sleep(2_000)
    const before = (await site.inside()).residentMb
    const cookie = await cookieOf(site, 1)
    await ask(site.url, { path: '/api/session', headers: { Cookie: cookie } }, LOAD_SECONDS)
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
  }
}
