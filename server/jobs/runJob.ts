import { setTimeout as sleep } from 'node:timers/promises'
import { withoutAddresses } from '../address.ts'
import type { Logger } from '../log.ts'
import { SealBroken } from '../seal.ts'
import { type ClaimedJob, type Lease, type Store, StoreUnavailable } from '../store/store.ts'
import { within } from './aborting.ts'
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts'
import type { Outages } from './outages.ts'
import { PermanentFailure, RetryLater, ServiceDown, type Task, UnknownOutcome } from './task.ts'

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
  outages: Outages
  /** Called once the job has done what it is for, before that is stored: what comes next may be stored along with it. */
  onPerformed?: () => void
}

const SETTLE_AGAIN_MS = 1_000

/** Nothing is lost while the operator looks for the old secret. */
const SEALED_PAUSE_MS = 3_600_000

/**
 * Runs a claimed job once and settles it: done, to be tried again, dead or parked. Throws what the store throws, if it
 * still does when the process ends.
 */
export async function runJob<Services>(job: ClaimedJob, options: RunJobOptions<Services>): Promise<void> {
  const { store, owner, outages } = options
  const log = options.log.child({ job: job.id, task: job.task, attempt: job.attempts })
  const lease = { jobId: job.id, owner }
  log.info(job.wasInterrupted ? 'job taken up that was interrupted' : 'job begun')
  outages.begin(job)
  try {
    await perform(job, options)
    if (outages.succeed(job)) log.info('its service is back')
  } catch (error) {
    return await settleFailure(job, error, { ...options, log, lease })
  } finally {
    outages.end(job)
  }
  options.onPerformed?.()
  const isOurs = await untilStored(() => store.finishJob(lease), options.stopping)
  log.info(isOurs ? 'job done' : 'job done, but its lease had run out')
}

async function perform<Services>(job: ClaimedJob, options: RunJobOptions<Services>): Promise<void> {
  const task = options.tasks.find((candidate) => candidate.name === job.task)
  if (!task) throw new PermanentFailure(`no task is named ${job.task}`)
  if (job.wasInterrupted && !task.isRepeatable)
    throw new UnknownOutcome('the process ended in the middle of it')
  const { id, attempts, payload } = job
  // A payload is what this same task's `delay` was given, kept as JSON.
  const run = (signal: AbortSignal) => task.run(payload as never, options.services, { id, attempts, signal })
  await within(options.limitMs, run, options.stopping)
}

interface Failed<Services> extends RunJobOptions<Services> {
  lease: Lease
}

async function settleFailure<Services>(
  job: ClaimedJob,
  error: unknown,
  options: Failed<Services>,
): Promise<void> {
  const { store, lease, log, stopping, outages, random } = options
  const reason = withoutAddresses(error instanceof Error ? error.message : String(error))
  const end = (state: 'dead' | 'parked') =>
    untilStored(() => store.endJob(lease, { state, reason }), stopping)
  const retry = (runAt: number, { isCounted = true } = {}) =>
    untilStored(() => store.retryJob(lease, { runAt, reason, isCounted }), stopping)

  if (error instanceof UnknownOutcome) {
    log.error({ err: error }, 'job parked: nobody knows whether it happened; decide by hand')
    await end('parked')
  } else if (stopping.aborted) {
    log.warn({ err: error }, 'job returned to the queue: the process ends')
    await retry(job.runAt, { isCounted: false })
  } else if (error instanceof ServiceDown) {
    const isNews = outages.fail(job, { random: random(), waitMs: error.waitMs })
    if (isNews) log.warn({ err: error }, 'the service of this job is down; its jobs wait')
    await retry(job.runAt, { isCounted: false })
  } else if (error instanceof SealBroken) {
    log.error({ err: error }, 'job put off: what it needs was sealed with another SECRET; use SECRET=new,old')
    await retry(options.now() + SEALED_PAUSE_MS, { isCounted: false })
  } else if (error instanceof RetryLater) {
    log.warn({ err: error, runAt: error.notBefore }, 'job put off')
    await retry(Math.max(error.notBefore, options.now()), { isCounted: false })
  } else if (error instanceof PermanentFailure || job.attempts >= MAX_ATTEMPTS) {
    log.error({ err: error }, 'job given up')
    await end('dead')
  } else {
    const runAt = options.now() + backoffMs(job.attempts, random())
    log.warn({ err: error, runAt }, 'job failed; it will be tried again')
    await retry(runAt)
  }
}

/** What has come of a job must not be forgotten because the disk is full: it would be done again. */
async function untilStored(settle: () => Promise<boolean>, stopping: AbortSignal): Promise<boolean> {
  for (;;) {
    try {
      return await settle()
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || stopping.aborted) throw error
      await sleep(SETTLE_AGAIN_MS)
    }
  }
}
