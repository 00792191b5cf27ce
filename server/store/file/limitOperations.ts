import type { Limit, Store } from '../store.ts'
import type { Uses } from './document.ts'
import type { Memory, Mutate } from './memory.ts'

/** The operations on limits: every use is kept for as long as it counts, so that no window holds more than allowed. */
export function limitOperations(
  memory: Memory,
  mutate: Mutate,
  now: () => number,
): Pick<Store, 'use' | 'useOnce'> {
  const uses = new Counting(memory, now)
  return {
    async use(limits, id) {
      const open = limits.filter((limit) => id === undefined || !uses.of(limit).some((use) => use.id === id))
      const wait = Math.max(0, ...open.map((limit) => uses.waitMs(limit)))
      // Looking costs nothing: whoever is over the limit must not keep the disk busy.
      if (wait > 0) return wait
      return mutate((tx) => {
        for (const limit of open) tx.put('uses', limit.key, uses.withOneMore(limit, id ?? null))
        return 0
      })
    },

    async useOnce(key, windowMs) {
      const limit = { key, max: 1, windowMs }
      if (uses.waitMs(limit) > 0) return false
      memory.note('uses', key, uses.withOneMore(limit, null))
      return true
    },
  }
}

/** What counts at this moment. */
class Counting {
  readonly #memory: Memory
  readonly #now: () => number

  constructor(memory: Memory, now: () => number) {
    this.#memory = memory
    this.#now = now
  }

  of({ key, windowMs }: Limit): Uses['uses'] {
    const uses = this.#memory.uses.get(key)?.uses ?? []
    return uses.filter(({ at }) => at > this.#now() - windowMs)
  }

  /** Milliseconds until one more fits. */
  waitMs(limit: Limit): number {
    const uses = this.of(limit)
    const inTheWay = uses[uses.length - limit.max]
    return inTheWay === undefined ? 0 : Math.min(inTheWay.at - this.#now(), 0) + limit.windowMs
  }

  withOneMore(limit: Limit, id: string | null): Uses {
    const { key, windowMs } = limit
    const at = this.#now()
    return { key, uses: [...this.of(limit), { at, id }], until: at + windowMs }
  }
}
