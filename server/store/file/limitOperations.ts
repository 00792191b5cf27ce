import type { Limit, Store } from '../store.ts'
import type { Uses } from './document.ts'
import type { Memory, Mutate } from './memory.ts'

type Use = Uses['uses'][number]

/** The operations on limits: every use is kept for as long as it counts, so that no window holds more than allowed. */
export function limitOperations(
  memory: Memory,
  mutate: Mutate,
  now: () => number,
): Pick<Store, 'use' | 'useOnce'> {
  /** The uses that count still. A use from the future is one from before the clock was set back. */
  function counting({ key, windowMs }: Limit): Use[] {
    const uses = memory.uses.get(key)?.uses ?? []
    return uses.filter(({ at }) => at > now() - windowMs)
  }

  /** Milliseconds until one more fits. */
  function waitMs(limit: Limit): number {
    const uses = counting(limit)
    const inTheWay = uses[uses.length - limit.max]
    return inTheWay === undefined ? 0 : inTheWay.at + limit.windowMs - now()
  }

  function counted(limit: Limit, id: string | null): Uses {
    const { key, windowMs } = limit
    return { key, uses: [...counting(limit), { at: now(), id }], until: now() + windowMs }
  }

  return {
    async use(limits, id) {
      const open = limits.filter((limit) => id === undefined || !counting(limit).some((use) => use.id === id))
      const wait = Math.max(0, ...open.map(waitMs))
      // Looking costs nothing: whoever is over the limit must not keep the disk busy.
      if (wait > 0) return wait
      return mutate((tx) => {
        for (const limit of open) tx.put('uses', limit.key, counted(limit, id ?? null))
        return 0
      })
    },

    async useOnce(key, windowMs) {
      const limit = { key, max: 1, windowMs }
      if (waitMs(limit) > 0) return false
      memory.note('uses', key, counted(limit, null))
      return true
    },
  }
}
