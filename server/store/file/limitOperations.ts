import { randomUUID } from 'node:crypto'
import type { Limit, Store } from '../store.ts'
import type { Use } from './document.ts'
import type { Tools } from './memory.ts'

/** The operations on limits. Each use is a row while it counts, so that no window holds more uses than allowed. */
export function limitOperations({ memory, mutate, now }: Tools): Pick<Store, 'use'> {
  const { usesByKey } = memory.indexes
  return {
    async use(limits, id) {
      const at = now()
      const open = limits.flatMap((limit) => {
        const uses = usesByKey.get(limit.key).filter((use) => use.at > at - limit.windowMs)
        const isCounted = id !== undefined && uses.some((use) => use.id === id)
        return isCounted ? [] : [{ limit, waitMs: waitMsFor(limit, { uses, at }) }]
      })
      const waitMs = Math.max(0, ...open.map((each) => each.waitMs))
      // Writes nothing, so that a visitor over the limit cannot keep the disk busy.
      if (waitMs > 0) return waitMs
      return mutate((tx) => {
        for (const { key, windowMs } of open.map(({ limit }) => limit)) {
          for (const { ref, until } of usesByKey.get(key)) if (until <= at) tx.put('uses', ref, undefined)
          const ref = randomUUID()
          tx.put('uses', ref, { ref, key, at, id: id ?? null, until: at + windowMs })
        }
        return 0
      })
    },
  }
}

/** Milliseconds until one more use fits. `uses`: those that count at this moment, oldest first. */
function waitMsFor({ max, windowMs }: Limit, { uses, at }: { uses: readonly Use[]; at: number }): number {
  const inTheWay = uses[uses.length - max]
  return inTheWay === undefined ? 0 : Math.min(inTheWay.at - at, 0) + windowMs
}
