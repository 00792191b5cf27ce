import type { Logger } from '../log.ts'
import { dayOf } from '../store/counted.ts'
import type { Count, Store } from '../store/store.ts'

/** What counters work with. */
export interface CountersOptions {
  store: Pick<Store, 'count'>
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'warn'>
}

/**
 * Counts by the day, in memory; `flush` adds that to the counters of the store. A crash loses what was counted since the
 * last flush, which is the price for costing a request nothing.
 */
export class Counters {
  readonly #options: CountersOptions
  #counts = new Map<string, Count>()
  #flushing: Promise<void> = Promise.resolve()

  constructor(options: CountersOptions) {
    this.#options = options
  }

  /** Counts once, for today. */
  add(key: string): void {
    this.#add({ day: dayOf(this.#options.now()), key, n: 1 })
  }

  /** Stores what was counted. What cannot be stored is kept for the next time. Never throws. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush())
    return this.#flushing
  }

  async #flush(): Promise<void> {
    const counts = [...this.#counts.values()]
    if (counts.length === 0) return
    this.#counts = new Map()
    try {
      await this.#options.store.count(counts)
    } catch (error) {
      for (const count of counts) this.#add(count)
      this.#options.log.warn({ err: error }, 'what was counted cannot be stored; trying again')
    }
  }

  #add({ day, key, n }: Count): void {
    const ref = `${day} ${key}`
    this.#counts.set(ref, { day, key, n: n + (this.#counts.get(ref)?.n ?? 0) })
  }
}
