import type { Logger } from '../log.ts'
import type { Lease, Store } from '../store/store.ts'
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts'
import type { Job } from './job.ts'
import { PermanentFailure, RetryLater, type Task, UnknownOutcome } from './task.ts'

/** What running one job needs; `stopping` aborts when the process cannot wait any longer. */
export interface RunJobOptions<Services> {
  store: Pick<Store, 'finishJob' | 'retryJob' | 'endJob'>
  tasks: ReadonlyArray<Task<never, Services>>
  services: Services
  log: Logger
  now: () => number
  /** In [0, 1). */
  random: () => number
  owner: string
  limitMs: number
  stopping: AbortSignal
}

/** Runs a claimed job once and settles it: done, to be tried again, dead or parked. Throws only what the store throws. */
export async function runJob<Services>(job: Job, options: RunJobOptions<Services>): Promise<void> {
  const { store, owner } = options
  const log = options.log.child({ job: job.id, task: job.task, attempt: job.attempts })
  const lease = { jobId: job.id, owner }
  try {
    await perform(job, options)
  } catch (error) {
    return settleFailure(job, lease, error, { ...options, log })
  }
  const isOurs = await store.finishJob(lease)
  log.info(isOurs ? 'job done' : 'job done, but its lease had run out')
}

async function perform<Services>(job: Job, options: RunJobOptions<Services>): Promise<void> {
  const task = options.tasks.find((candidate) => candidate.name === job.task)
  if (!task) throw new PermanentFailure(`no task is named ${job.task}`)
  const signal = AbortSignal.any([options.stopping, AbortSignal.timeout(options.limitMs)])
  const running = { id: job.id, attempts: job.attempts, signal }
  // A payload is what this same task's `delay` was given, kept as JSON.
  await task.run(job.payload as never, options.services, running)
}

async function settleFailure<Services>(
  job: Job,
  lease: Lease,
  error: unknown,
  { store, log, now, random, stopping }: RunJobOptions<Services>,
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof UnknownOutcome) {
    log.error({ err: error }, 'job parked: nobody knows whether it happened; decide by hand')
    await store.endJob(lease, { state: 'parked', reason })
  } else if (stopping.aborted) {
    log.warn({ err: error }, 'job returned to the queue: the process ends')
    await store.retryJob(lease, { runAt: now(), reason })
  } else if (error instanceof PermanentFailure || job.attempts >= MAX_ATTEMPTS) {
    log.error({ err: error }, 'job given up')
    await store.endJob(lease, { state: 'dead', reason })
  } else {
    const notBefore = error instanceof RetryLater ? error.notBefore : 0
    const runAt = Math.max(notBefore, now() + backoffMs(job.attempts, random()))
    log.warn({ err: error, runAt }, 'job failed; it will be tried again')
    await store.retryJob(lease, { runAt, reason })
  }
}
