import { withoutAddresses } from '../address.ts'
import type { Logger } from '../log.ts'
import { SealBroken } from '../seal.ts'
import { within } from './aborting.ts'
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts'
import { untilStored, type Verdict } from './endings.ts'
import type { ClaimedJob } from './job.ts'
import type { Outages } from './outages.ts'
import { PermanentFailure, RetryLater, ServiceDown, type Task } from './task.ts'

/** What a try needs. */
export interface AttemptOptions<Services> {
  tasks: ReadonlyArray<Task<never, Services>>
  services: Services
  log: Logger
  /** Unix milliseconds. */
  now: () => number
  /** In [0, 1). */
  random: () => number
  outages: Outages
  /** Aborts when the process cannot wait any longer. */
  stopping: AbortSignal
  /** Told after every try whether the service of its task answers: null, or what the task threw. */
  onService?(service: string, failure: ServiceDown | null): void
}

/** No job takes longer, so that a stuck one does not hold its place for ever. */
const RUN_LIMIT_MS = 90_000

/** Nothing is lost while the operator looks for the old secret. */
const SEALED_PAUSE_MS = 3_600_000

/** When an outage may be over, the other jobs that wait have so long to be tried before the one that may be its cause. */
const BEHIND_MS = 1_000

/** Tries a job once and says what becomes of it. Never throws; the queue carries the verdict out. */
export async function attempt<Services>(
  job: ClaimedJob,
  options: AttemptOptions<Services>,
): Promise<Verdict> {
  const { outages, services, stopping } = options
  const log = options.log.child({ job: job.id, task: job.task, attempt: job.attempts })
  const task = options.tasks.find((candidate) => candidate.name === job.task)
  log.info('job begun')
  outages.begin(job)
  try {
    if (!task) throw new PermanentFailure(`no task is named ${job.task}`)
    const { id, attempts, payload } = job
    // A payload is what this same task's `delay` was given, kept as JSON.
    const run = (signal: AbortSignal) => task.run(payload as never, services, { id, attempts, signal })
    await within(RUN_LIMIT_MS, run, stopping)
    if (outages.succeed(job)) log.info('its service is back')
    if (task.service !== null) options.onService?.(task.service, null)
    log.info('job done')
    return { kind: 'done' }
  } catch (error) {
    const verdict = verdictOf(error, job, { ...options, log })
    const isDown = error instanceof ServiceDown && !stopping.aborted
    if (isDown && task && task.service !== null) options.onService?.(task.service, error)
    // A consent must not say for ever that its post waits.
    if (verdict.kind === 'dead')
      await untilStored(async () => task?.gaveUp?.(job.payload as never, services), { stopping, log })
    return verdict
  } finally {
    outages.end(job)
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
