import { withoutAddresses } from '../address.ts'
import type { Logger } from '../log.ts'
import { SealBroken } from '../seal.ts'
import { within } from './aborting.ts'
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts'
import { type Endings, untilStored, type Verdict } from './endings.ts'
import type { ClaimedJob } from './job.ts'
import type { Outages } from './outages.ts'
import { PermanentFailure, RetryLater, ServiceDown, type Task } from './task.ts'

/** What an attempt needs. */
export interface AttemptOptions<Services> {
  tasks: ReadonlyArray<Task<never, Services>>
  services: Services
  log: Logger
  /** Unix milliseconds. */
  now: () => number
  /** In [0, 1). */
  random: () => number
  outages: Outages
  /** Aborts when the process must end. */
  stopping: AbortSignal
  /** Called after each try with the state of the task's service: null if it answered, or the error. */
  onService?(service: string, failure: ServiceDown | null): void
}

/** A job that runs longer is aborted, so that a stuck job does not keep its place for ever. */
const RUN_LIMIT_MS = 90_000

/**
 * A job whose seal cannot be opened waits this long, so that nothing is lost while the operator looks for the old
 * secret.
 */
const SEALED_PAUSE_MS = 3_600_000

/** A job that may have caused an outage waits this much longer than the other jobs of its service. */
const BEHIND_MS = 1_000

/** Tries a job once and stores what becomes of it. Returns whether that is stored; never throws. */
export async function runJob<Services, Claimed extends ClaimedJob>(
  job: Claimed,
  endings: Endings<Claimed>,
  options: AttemptOptions<Services>,
): Promise<boolean> {
  const { outages, stopping } = options
  outages.begin(job)
  const verdict = await attempt(job, options)
  const store = () => {
    if (verdict.kind === 'done') return endings.done(job)
    if (verdict.kind === 'dead') return endings.bury(job, verdict.reason)
    return endings.putBack(job, verdict)
  }
  const isStored = await untilStored(store, { stopping, log: options.log.child({ job: job.id }) })
  outages.end(job)
  return isStored
}

/** Tries a job once and returns the verdict. Never throws. */
export async function attempt<Services>(
  job: ClaimedJob,
  options: AttemptOptions<Services>,
): Promise<Verdict> {
  const { outages, services, stopping } = options
  const log = options.log.child({ job: job.id, task: job.task, attempt: job.attempts })
  const task = options.tasks.find((candidate) => candidate.name === job.task)
  log.info('job begun')
  try {
    if (!task) throw new PermanentFailure(`no task is named ${job.task}`)
    const { id, attempts, payload } = job
    // The payload is what this task's own `delay` received; the store kept it as JSON.
    const run = (signal: AbortSignal) => task.run(payload as never, services, { id, attempts, signal })
    await within(RUN_LIMIT_MS, run, stopping)
    if (outages.succeed(job)) log.info('its service is back')
    if (task.service) options.onService?.(task.service, null)
    log.info('job done')
    return { kind: 'done' }
  } catch (error) {
    const verdict = verdictOf(error, job, { ...options, log })
    const isDown = error instanceof ServiceDown && !stopping.aborted
    if (isDown && task?.service) options.onService?.(task.service, error)
    // Otherwise the consent would say for ever that its post waits.
    if (verdict.kind === 'dead')
      await untilStored(async () => task?.gaveUp?.(job.payload as never, services), { stopping, log })
    return verdict
  }
}

function verdictOf<Services>(error: unknown, job: ClaimedJob, options: AttemptOptions<Services>): Verdict {
  const { log, now, random, outages, stopping } = options
  const reason = withoutAddresses(error instanceof Error ? error.message : String(error))
  const again = (runAt: number, { isCounted = false } = {}) =>
    ({ kind: 'again', runAt, attempts: job.attempts - (isCounted ? 0 : 1), reason }) as const

  if (stopping.aborted) {
    log.warn({ err: error }, 'job stays in the queue: the process ends')
    return again(job.runAt)
  }
  if (error instanceof ServiceDown) {
    const isNews = outages.fail(job, { random: random(), waitMs: error.waitMs })
    if (isNews) log.warn({ err: error }, 'the service of this job is down; its jobs wait')
    return again(error.goesBehind ? now() + outages.waitMsOf(job) + BEHIND_MS : job.runAt)
  }
  if (error instanceof SealBroken) {
    log.error({ err: error }, 'job put off: what it needs was sealed with another SECRET; use SECRET=new,old')
    return again(now() + SEALED_PAUSE_MS)
  }
  if (error instanceof RetryLater) {
    log.warn({ err: error, runAt: error.notBefore }, 'job put off')
    return again(Math.max(error.notBefore, now()))
  }
  if (error instanceof PermanentFailure || job.attempts >= MAX_ATTEMPTS) {
    log.error({ err: error }, 'job given up')
    return { kind: 'dead', reason }
  }
  const runAt = now() + backoffMs(job.attempts, random())
  log.warn({ err: error, runAt }, 'job failed; it will be tried again')
  return again(runAt, { isCounted: true })
}
