import type { Job } from './job.ts'
import type { Task } from './task.ts'

const FIRST_WAIT_MS = 1_000
const MAX_WAIT_MS = 20_000

/** An outage that goes on is told again this often. */
const TELL_AGAIN_MS = 3_600_000

interface Outage {
  /** On `elapsed`'s clock. */
  until: number
  failures: number
  /** When it was told last, on `elapsed`'s clock. */
  toldAt: number
  /** The one job that tries whether the service is back. */
  probe: string | null
}

/** What of a job matters here. */
type Known = Pick<Job, 'id' | 'task'>

type Declared = Pick<Task<never, never>, 'name' | 'service' | 'atOnce'>

/**
 * Which services do not answer. Their jobs all wait; now and then the oldest tries whether the service is back, so that
 * neither tries are used up nor everybody knocks at once. Times come from `elapsed` (ms), a clock that nobody sets.
 */
export class Outages {
  readonly #tasks: readonly Declared[]
  readonly #elapsed: () => number
  readonly #byService = new Map<string, Outage>()
  /** How many jobs of each service run now. */
  readonly #running = new Map<string, number>()

  constructor(tasks: readonly Declared[], elapsed: () => number) {
    this.#tasks = tasks
    this.#elapsed = elapsed
  }

  /** Whether any service is down. */
  get isAny(): boolean {
    return this.#byService.size > 0
  }

  /** Names of the tasks whose jobs must wait now: their service is down, or enough jobs use it at the moment. */
  waitingTasks(): string[] {
    return this.#tasks
      .filter((task) => task.service !== null && this.#mustWait(task.service, task.atOnce))
      .map(({ name }) => name)
  }

  #mustWait(service: string, atOnce: number): boolean {
    const outage = this.#byService.get(service)
    const isDown = outage !== undefined && (outage.probe !== null || this.#elapsed() < outage.until)
    return isDown || (this.#running.get(service) ?? 0) >= atOnce
  }

  /** Milliseconds until a service may be tried again; Infinity when none waits for that. */
  nextTryInMs(): number {
    const waits = [...this.#byService.values()].map(({ until }) => until - this.#elapsed())
    return Math.min(...waits.filter((ms) => ms > 0))
  }

  /** Milliseconds until the service of the job may be tried again; 0 when it is not down. */
  waitMsOf(job: Known): number {
    const outage = this.#byService.get(this.#serviceOf(job) ?? '')
    return outage ? Math.max(0, Math.ceil(outage.until - this.#elapsed())) : 0
  }

  /** A job is about to run: during an outage it is the probe. Each call is followed by one of `end`. */
  begin(job: Known): void {
    const service = this.#serviceOf(job)
    if (service === null) return
    this.#running.set(service, (this.#running.get(service) ?? 0) + 1)
    const outage = this.#byService.get(service)
    if (outage) outage.probe ??= job.id
  }

  /**
   * Its service does not answer. Returns whether to tell the operator: at the beginning, and then once an hour. `waitMs`:
   * how long the service asks to be left alone.
   */
  fail(job: Known, { random, waitMs }: { random: number; waitMs?: number }): boolean {
    const service = this.#serviceOf(job)
    if (service === null) return false
    const outage = this.#byService.get(service)
    // The others that were under way when it began say nothing new.
    if (outage && outage.probe !== job.id) return false
    const failures = (outage?.failures ?? 0) + 1
    const backoffMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), MAX_WAIT_MS) * (0.75 + random / 2)
    const now = this.#elapsed()
    const isToTell = outage === undefined || now - outage.toldAt >= TELL_AGAIN_MS
    const toldAt = isToTell ? now : outage.toldAt
    this.#byService.set(service, { until: now + (waitMs ?? backoffMs), failures, toldAt, probe: null })
    return isToTell
  }

  /** Its service answered. Returns whether that ends an outage. */
  succeed(job: Known): boolean {
    return this.#byService.delete(this.#serviceOf(job) ?? '')
  }

  /** The job has ended; if it was the probe and its service said nothing, the next may try. */
  end(job: Known): void {
    const service = this.#serviceOf(job)
    if (service === null) return
    this.#running.set(service, Math.max(0, (this.#running.get(service) ?? 0) - 1))
    const outage = this.#byService.get(service)
    if (outage?.probe === job.id) outage.probe = null
  }

  #serviceOf({ task }: Known): string | null {
    return this.#tasks.find(({ name }) => name === task)?.service ?? null
  }
}
