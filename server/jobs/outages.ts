import type { Job } from './job.ts'
import type { Task } from './task.ts'

const FIRST_WAIT_MS = 1_000
const MAX_WAIT_MS = 20_000

/** A continuing outage is reported to the operator this often. */
const TELL_AGAIN_MS = 3_600_000

interface Outage {
  /** On `elapsed`'s clock. */
  until: number
  failures: number
  /** When it was last reported, on `elapsed`'s clock. */
  toldAt: number
  /**
   * The ids of the jobs whose end the next try waits for: the one that tries now, and those that found the service down
   * and are not back in the queue yet. One of them may be the oldest, which must try first.
   */
  readonly awaited: Set<string>
}

/** The fields of a job that matter here. */
type Known = Pick<Job, 'id' | 'task'>

type Declared = Pick<Task<never, never>, 'name' | 'service' | 'atOnce'>

/**
 * Knows which services do not answer. All jobs of such a service wait; from time to time the oldest one tries whether
 * the service is back. So no tries are used up, and the service is not flooded. Times come from `elapsed` (ms), a
 * monotonic clock.
 */
export class Outages {
  readonly #tasks: readonly Declared[]
  readonly #elapsed: () => number
  readonly #byService = new Map<string, Outage>()
  /** The services of the running jobs, by the ids of the jobs. */
  readonly #running = new Map<string, string>()

  constructor(tasks: readonly Declared[], elapsed: () => number) {
    this.#tasks = tasks
    this.#elapsed = elapsed
  }

  /** Names of the tasks whose jobs must wait now: their service is down, or enough jobs use it already. */
  waitingTasks(): string[] {
    return this.#tasks
      .filter((task) => task.service !== null && this.#mustWait(task.service, task.atOnce))
      .map(({ name }) => name)
  }

  #mustWait(service: string, atOnce: number): boolean {
    const outage = this.#byService.get(service)
    if (outage && (outage.awaited.size > 0 || this.#elapsed() < outage.until)) return true
    return [...this.#running.values()].filter((each) => each === service).length >= atOnce
  }

  /** Milliseconds until the next service may be tried again; Infinity when none is due. */
  nextTryInMs(): number {
    const waits = [...this.#byService.values()].map(({ until }) => until - this.#elapsed())
    return Math.min(...waits.filter((ms) => ms > 0))
  }

  /** Milliseconds until the service of the job may be tried again; 0 when it is not down. */
  waitMsOf(job: Known): number {
    const outage = this.#byService.get(this.#serviceOf(job) ?? '')
    return outage ? Math.max(0, Math.ceil(outage.until - this.#elapsed())) : 0
  }

  /** A job starts. During an outage it tries for all. Call `end` when its end is stored. */
  begin(job: Known): void {
    const service = this.#serviceOf(job)
    if (service === null) return
    this.#running.set(job.id, service)
    this.#byService.get(service)?.awaited.add(job.id)
  }

  /**
   * The service does not answer. Returns whether to report it: at the beginning of an outage, then once an hour.
   * `waitMs`: how long the service asks to be left alone.
   */
  fail(job: Known, { random, waitMs }: { random: number; waitMs?: number }): boolean {
    const service = this.#serviceOf(job)
    if (service === null) return false
    const outage = this.#byService.get(service)
    const isTry = outage?.awaited.has(job.id) ?? true
    outage?.awaited.add(job.id)
    // Jobs that were already running when the outage began add nothing new.
    if (!isTry) return false
    const failures = (outage?.failures ?? 0) + 1
    const backoffMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), MAX_WAIT_MS) * (0.75 + random / 2)
    const now = this.#elapsed()
    const isToTell = outage === undefined || now - outage.toldAt >= TELL_AGAIN_MS
    this.#byService.set(service, {
      until: now + (waitMs ?? backoffMs),
      failures,
      toldAt: isToTell ? now : outage.toldAt,
      awaited: outage?.awaited ?? new Set([job.id]),
    })
    return isToTell
  }

  /** The service answered. Returns whether this ends an outage. */
  succeed(job: Known): boolean {
    return this.#byService.delete(this.#serviceOf(job) ?? '')
  }

  /** The end of the job is stored. If its service gave no answer, another job may try. */
  end(job: Known): void {
    this.#running.delete(job.id)
    this.#byService.get(this.#serviceOf(job) ?? '')?.awaited.delete(job.id)
  }

  #serviceOf({ task }: Known): string | null {
    return this.#tasks.find(({ name }) => name === task)?.service ?? null
  }
}
