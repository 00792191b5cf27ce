import { type Bench, type Line, median, whole } from './row.ts'
import { startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const STARTS = 7

const GOALS = [
  { users: 1_000, ms: 300 },
  { users: 10_000, ms: 1_000 },
]

/** The time from the start of the process to the first 200 from `/readyz`. */
export const start: Bench = {
  name: 'start',
  async run(store) {
    const lines: Line[] = []
    for (const goal of GOALS) lines.push(await startOften(store, goal))
    return lines
  },
}

async function startOften(
  store: StoreUnderTest,
  { users, ms }: { users: number; ms: number },
): Promise<Line> {
  const site = await startSite({ store, users })
  try {
    const times: number[] = []
    for (let count = 0; count < STARTS; count++) times.push(await site.restart())
    const reached = median(times)
    return {
      work: `start to first 200 (${store.name}, ${whole(users)} users)`,
      goal: `<= ${whole(ms)} ms`,
      reached: `${reached.toFixed(0)} ms`,
      figures: `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms`,
      isReached: reached <= ms,
    }
  } finally {
    await site.stop()
  }
}
