import { randomUUID } from 'node:crypto'
import type { Job, JobDescription } from './job.ts'

type Payload = Record<string, string | null>

/** What the runner must know of a task. */
export interface TaskTraits {
  /** What it cannot do without; tasks with the same service wait together while it is down. Default: nothing. */
  service?: string | null
  /**
   * Whether doing it twice does no harm. Otherwise a job that was interrupted is parked: nobody knows whether it
   * happened. Default: yes.
   */
  isRepeatable?: boolean
}

/** A kind of background work, declared once. `Services` is what the runner hands to `run`. */
export interface Task<P extends Payload, Services> extends Required<TaskTraits> {
  name: string
  /** Does the work of one job. It may be run again after a crash, so what it does must bear repeating. */
  run(payload: P, services: Services, job: RunningJob): Promise<void>
  /** A job for a commit to take along, as Celery's `delay`: nothing happens before the commit. */
  delay(payload: P, options?: DelayOptions): JobDescription
}

/** The job under way. */
export interface RunningJob extends Pick<Job, 'id' | 'attempts'> {
  /** Aborts when the job's time is up or the process ends. A task must not go on waiting then. */
  signal: AbortSignal
}

/** See the glossary in job.ts. */
export type DelayOptions = Partial<Pick<JobDescription, 'key' | 'userId' | 'runAt'>>

/** Declares a task; it must also be in the task list in app.ts. */
export function task<P extends Payload, Services>(
  name: string,
  run: Task<P, Services>['run'],
  { service = null, isRepeatable = true }: TaskTraits = {},
): Task<P, Services> {
  return {
    name,
    run,
    service,
    isRepeatable,
    delay: (payload, { key = null, userId = null, runAt = 0 } = {}) => {
      return { id: randomUUID(), task: name, payload, key, userId, runAt }
    },
  }
}

/**
 * Thrown by a task: try again, but not before `notBefore` (Unix ms); somebody asked for that, so the try does not count.
 * Any other error is tried again by the backoff.
 */
export class RetryLater extends Error {
  override name = 'RetryLater'
  readonly notBefore: number

  constructor(message: string, notBefore: number, options?: ErrorOptions) {
    super(message, options)
    this.notBefore = notBefore
  }
}

/**
 * Thrown by a task: its service cannot be had, which is no fault of the job. The try does not count, and all jobs that
 * need the service wait until one gets through.
 */
export class ServiceDown extends Error {
  override name = 'ServiceDown'
  /** Milliseconds for which it must be left alone; undefined: the runner decides. */
  readonly waitMs: number | undefined

  constructor(message: string, options: ErrorOptions & { waitMs?: number } = {}) {
    super(message, options)
    this.waitMs = options.waitMs
  }
}

/** Thrown by a task: no try will ever succeed. The job ends as dead. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure'
}

/** Thrown by a task: it may have happened or not. The job is parked for the operator and never repeated by itself. */
export class UnknownOutcome extends Error {
  override name = 'UnknownOutcome'
}
