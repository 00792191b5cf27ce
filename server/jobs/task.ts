import { randomUUID } from 'node:crypto'
import { type ClaimedJob, type JobDescription, jobIdOf } from './job.ts'

type Payload = Record<string, string | null>

/** What the queue must know of a task besides its name. */
export interface TaskTraits<P extends Payload, Services> {
  /** What it cannot do without; tasks with the same service wait together while it is down. Default: nothing. */
  service?: string | null
  /** So many jobs of the service run at once in a process, at most. Default: as many as the worker runs. */
  atOnce?: number
  /** Called when a job is given up, before it becomes a dead letter. May be called again after a crash. */
  gaveUp?(payload: P, services: Services): Promise<void>
}

/** A kind of background work, declared once. `Services` is what the worker hands to `run`. */
export interface Task<P extends Payload, Services> extends TaskTraits<P, Services> {
  name: string
  service: string | null
  atOnce: number
  /** Does the work of one job. It may be run again after a crash, so what it does must bear repeating. */
  run(payload: P, services: Services, job: RunningJob): Promise<void>
  /** A job for a commit to take along, as Celery's `delay`: nothing happens before the commit. */
  delay(payload: P, options?: DelayOptions): JobDescription
}

/** The job under way. */
export interface RunningJob extends Pick<ClaimedJob, 'id' | 'attempts'> {
  /** Aborts when the job's time is up or the process ends. A task must not go on waiting then. */
  signal: AbortSignal
}

/** `key`: of all jobs of the task with the same key, one at a time is in the queue. Default: each job counts for itself. */
export type DelayOptions = Partial<Pick<JobDescription, 'userId' | 'runAt'>> & { key?: string }

/** Declares a task; it must also be in the list of tasks in site/site.ts. */
export function task<P extends Payload, Services>(
  name: string,
  run: Task<P, Services>['run'],
  traits: TaskTraits<P, Services> = {},
): Task<P, Services> {
  return {
    service: null,
    atOnce: Number.POSITIVE_INFINITY,
    ...traits,
    name,
    run,
    delay: (payload, { key, userId = null, runAt = 0 } = {}) => {
      const id = key === undefined ? randomUUID() : jobIdOf(name, key)
      return { id, task: name, payload, userId, runAt }
    },
  }
}

/**
 * Thrown by a task: try again, but not before `notBefore` (Unix ms). The try does not count, because the other side asked
 * for that. Any other error is tried again by the backoff.
 */
export class RetryLater extends Error {
  override name = 'RetryLater'
  readonly notBefore: number

  constructor(message: string, notBefore: number, options?: ErrorOptions) {
    super(message, options)
    this.notBefore = notBefore
  }
}

/** See the fields of `ServiceDown`. */
type ServiceDownOptions = ErrorOptions & { waitMs?: number; goesBehind?: boolean; isCredit?: boolean }

/**
 * Thrown by a task: its service cannot be had, which is no fault of the job. The try does not count, and all jobs that
 * need the service wait until one gets through.
 */
export class ServiceDown extends Error {
  override name = 'ServiceDown'
  /** Milliseconds for which it must be left alone; undefined: the queue decides. */
  readonly waitMs: number | undefined
  /** Whether the job may be what the service fails at: then others are tried before it is tried again. */
  readonly goesBehind: boolean
  /** Whether it can be had, but not for what the site has paid. */
  readonly isCredit: boolean

  constructor(message: string, options: ServiceDownOptions = {}) {
    super(message, options)
    this.waitMs = options.waitMs
    this.goesBehind = options.goesBehind ?? false
    this.isCredit = options.isCredit ?? false
  }
}

/** Thrown by a task: no try will ever succeed. The job becomes a dead letter. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure'
}
