import { setTimeout as sleep } from 'node:timers/promises'
import type { Victim } from './victim.ts'

const EVERY_MS = 20

/** Starts an ordinary visitor who asks for the session every 20 ms, to measure how long others make them wait. */
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
    /** Stops the visitor. Returns the time of each answer in milliseconds. */
    async stop() {
      isStopped = true
      await asking
      return times
    },
  }
}

/** The 99th percentile, rounded; 0 without times. */
export function percentile99(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0)
}
