import { setTimeout as sleep } from 'node:timers/promises'
import type { Victim } from './victim.ts'

const EVERY_MS = 20

/** An ordinary visitor who asks again and again, to see whether others make them wait. */
export function startWatch(victim: Victim): { stop(): Promise<number[]> } {
  const times: number[] = []
  const visitor = victim.visitor()
  let isStopped = false
  const asking = (async () => {
    while (!isStopped) {
      const begun = performance.now()
      await (await visitor.get('/api/session')).arrayBuffer()
      times.push(performance.now() - begun)
      await sleep(EVERY_MS)
    }
  })()
  return {
    /** The milliseconds that each answer took. */
    async stop() {
      isStopped = true
      await asking
      return times
    },
  }
}

/** What 99 of 100 are not above, rounded. */
export function percentile99(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0)
}
