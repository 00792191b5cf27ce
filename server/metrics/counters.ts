import type { Logger } from '../log.ts'
import { dayOf } from '../store/counted.ts'
import type { Count, Store } from '../store/store.ts'

/** The dependencies of the counters. */
interface CountersOptions {
  store: Pick<Store, 'count'>
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'warn'>
}

/**
 * Counts per day, in memory; `flush` adds the counts to the counters of the store. A crash loses the counts
 * since the last flush; in return, counting adds no write to a request.
 */
export class Counters {
  readonly #options: CountersOptions
  #counts = new Map<string, Count>()
  #flushing: Promise<void> = Promise.resolve()

  constructor(options: CountersOptions) {
    this.#options = options
  }

  /** Adds one to today's count. */
  add(key: string): void {
    this.#add({ day: dayOf(this.#options.now()), key, n: 1 })
  }

  /** Stores the counts. If the store fails, they are kept for the next flush. Never throws. */
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
      this.#options.log.warn({ err: error }, 'the counts cannot be stored; trying again')
    }
  }

  #add({ day, key, n }: Count): void {
    const ref = `${day} ${key}`
    this.#counts.set(ref, { day, key, n: n + (this.#counts.get(ref)?.n ?? 0) })
  }
}
