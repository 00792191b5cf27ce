import { randomUUID } from 'node:crypto'
import { type ClaimedJob, type JobDescription, jobIdOf } from './job.ts'

type Payload = Record<string, string | null>

/** What the queue must know about a task besides its name. */
export interface TaskTraits<P extends Payload, Services> {
  /** The service that the task needs. Tasks with the same service wait together while it is down. Default: none. */
  service?: string | null
  /** At most this many jobs of the service run at once in a process. Default: as many as the worker runs. */
  atOnce?: number
  /** Called when a job is given up, before it becomes a dead letter. It may be called again after a crash. */
  gaveUp?(payload: P, services: Services): Promise<void>
}

/** A kind of background work, declared once. `Services` is what the worker hands to `run`. */
export interface Task<P extends Payload, Services> extends TaskTraits<P, Services> {
  name: string
  service: string | null
  atOnce: number
  /** Does the work of one job. It may run again after a crash, so it must be safe to repeat. */
  run(payload: P, services: Services, job: RunningJob): Promise<void>
  /** Describes a job, for a commit to take along (like Celery's `delay`). Nothing happens before the commit. */
  delay(payload: P, options?: DelayOptions): JobDescription
}

/** The running job. */
export interface RunningJob extends Pick<ClaimedJob, 'id' | 'attempts'> {
  /** Aborts when the job's time is up or the process ends. A task must stop waiting then. */
  signal: AbortSignal
}

/** `key`: only one job of the task with the same key is in the queue at a time. Default: every job is added. */
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
 * A task throws this to be tried again, but not before `notBefore` (Unix ms). The try does not count, because the other
 * side asked for the delay. Any other error is retried by the backoff.
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
 * A task throws this when its service is unavailable, which is not the job's fault. The try does not count, and all
 * jobs that need the service wait until one succeeds.
 */
export class ServiceDown extends Error {
  override name = 'ServiceDown'
  /** Milliseconds for which to leave the service alone; undefined: the queue decides. */
  readonly waitMs: number | undefined
  /** Whether this job may be the cause of the failure. Then other jobs are tried before it. */
  readonly goesBehind: boolean
  /** Whether the service refuses only because the site's credit is used up. */
  readonly isCredit: boolean

  constructor(message: string, options: ServiceDownOptions = {}) {
    super(message, options)
    this.waitMs = options.waitMs
    this.goesBehind = options.goesBehind ?? false
    this.isCredit = options.isCredit ?? false
  }
}

/** A task throws this when no retry can succeed. The job becomes a dead letter. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure'
}
