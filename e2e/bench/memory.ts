import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './load.ts'
import { type Bench, whole } from './row.ts'
import { cookieOf, startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const GOAL_MB = 90
const LOAD_SECONDS = 10
const REST_MS = 10_000

/** Resident memory before and after a load, at rest. */
export const memory: Bench = {
  name: 'memory',
  run: async (store) => [await beforeAndAfter(store)],
}

async function beforeAndAfter(store: StoreUnderTest) {
  const site = await startSite({ store })
  try {
    await sleep(2_000)
    const before = (await site.inside()).residentMb
    const cookie = await cookieOf(site, 1)
    await ask(site.url, { path: '/api/session', headers: { Cookie: cookie } }, LOAD_SECONDS)
    await sleep(REST_MS)
    const after = (await site.inside()).residentMb
    return {
      work: `memory idle, after load (${store.name}, ${whole(store.users)} users)`,
      goal: `<= ${GOAL_MB} MB`,
      reached: `${after.toFixed(0)} MB`,
      figures: `${before.toFixed(0)} MB before`,
      isReached: after <= GOAL_MB,
    }
  } finally {
    await site.stop()
  }
}
