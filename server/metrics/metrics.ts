import type { Counters } from './counters.ts'
import type { Prometheus } from './prometheus.ts'

const FLUSH_EVERY_MS = 5_000

/** Counts events: per day for the desk, and for Prometheus when METRICS_TOKEN is set. */
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

  /** `outcome`: `done`, or the code of the refusal. */
  signIn(provider: string, outcome: string): void {
    this.#counters.add(`sign-in:${provider}:${outcome}`)
    this.prometheus?.signIns.inc({ provider, outcome })
  }

  /** `outcome`: `done`, or the code of the refusal. */
  reminder(outcome: string): void {
    this.#counters.add(`reminder:${outcome}`)
    this.prometheus?.reminders.inc({ outcome })
  }

  /** `outcome`: `sent`, `refused` (permanently) or `failed` (retried). */
  mail(kind: string, outcome: string): void {
    this.#counters.add(`mail:${kind}:${outcome}`)
    this.prometheus?.mails.inc({ kind, outcome })
  }

  /** Counts an account that was created or deleted. */
  account(what: 'new' | 'deleted'): void {
    this.#counters.add(`account:${what}`)
  }

  /** Stores the counts, so that they can be read. */
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
