import type { Counters } from './counters.ts'
import type { Prometheus } from './prometheus.ts'

const FLUSH_EVERY_MS = 5_000

/** Counts what happens, where it happens: for the desk by the day, and for Prometheus when METRICS_TOKEN is set. */
export class Metrics {
  /** Undefined without METRICS_TOKEN. */
  readonly prometheus: Prometheus | undefined
  readonly #counters: Counters
  readonly #flushing: NodeJS.Timeout

  constructor(counters: Counters, prometheus?: Prometheus) {
    this.#counters = counters
    this.prometheus = prometheus
    this.#flushing = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref()
  }

  /** `outcome`: `done`, or the code that says why not. */
  signIn(provider: string, outcome: string): void {
    this.#counters.add(`sign-in:${provider}:${outcome}`)
    this.prometheus?.signIns.inc({ provider, outcome })
  }

  /** `outcome`: `done`, or the code that says why not. */
  reminder(outcome: string): void {
    this.#counters.add(`reminder:${outcome}`)
    this.prometheus?.reminders.inc({ outcome })
  }

  /** `outcome`: `sent`, `refused` for good, or `failed` for now. */
  mail(kind: string, outcome: string): void {
    this.#counters.add(`mail:${kind}:${outcome}`)
    this.prometheus?.mails.inc({ kind, outcome })
  }

  /** An account that came or went. */
  account(what: 'new' | 'deleted'): void {
    this.#counters.add(`account:${what}`)
  }

  /** Stores what was counted, so that it can be read. */
  flush(): Promise<void> {
    return this.#counters.flush()
  }

  /** Stores the last counts. The store must still be open. */
  async close(): Promise<void> {
    clearInterval(this.#flushing)
    this.prometheus?.close()
    await this.flush()
  }
}
