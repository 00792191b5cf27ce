import { randomUUID } from 'node:crypto'
import type { Limit, Store } from '../store.ts'
import type { Use } from './document.ts'
import type { Memory, Tools, Transaction } from './memory.ts'

/** The operations on limits. Each use is a row for as long as it counts, so that no window holds more than allowed. */
export function limitOperations({ memory, mutate, now }: Tools): Pick<Store, 'use' | 'useOnce'> {
  return {
    async use(limits, id) {
      const counting = new Counting(memory, now())
      const open = limits.filter(
        (limit) => id === undefined || !counting.of(limit).some((use) => use.id === id),
      )
      const waitMs = Math.max(0, ...open.map((limit) => counting.waitMs(limit)))
      // A visitor over the limit must not keep the disk busy.
      if (waitMs > 0) return waitMs
      return mutate((tx) => {
        for (const limit of open) counting.add(limit, id ?? null, tx)
        return 0
      })
    },

    async useOnce(key, windowMs) {
      const limit = { key, max: 1, windowMs }
      const counting = new Counting(memory, now())
      if (counting.waitMs(limit) > 0) return false
      return mutate((tx) => {
        counting.add(limit, null, tx)
        return true
      })
    },
  }
}

/** The uses that count at one moment. */
class Counting {
  readonly #memory: Memory
  readonly #now: number

  constructor(memory: Memory, now: number) {
    this.#memory = memory
    this.#now = now
  }

  of({ key, windowMs }: Limit): Use[] {
    return this.#all(key).filter(({ at }) => at > this.#now - windowMs)
  }

  /** Milliseconds until one more use fits. */
  waitMs(limit: Limit): number {
    const uses = this.of(limit)
    const inTheWay = uses[uses.length - limit.max]
    return inTheWay === undefined ? 0 : Math.min(inTheWay.at - this.#now, 0) + limit.windowMs
  }

  add({ key, windowMs }: Limit, id: string | null, tx: Transaction): void {
    for (const { ref, until } of this.#all(key)) if (until <= this.#now) tx.put('uses', ref, undefined)
    const ref = randomUUID()
    tx.put('uses', ref, { ref, key, at: this.#now, id, until: this.#now + windowMs })
  }

  #all(key: string): Use[] {
    const { tables, indexes } = this.#memory
    return indexes.usesByKey.get(key).flatMap((ref) => tables.uses.get(ref) ?? [])
  }
}
