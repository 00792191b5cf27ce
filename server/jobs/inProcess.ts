import { randomUUID } from 'node:crypto'
import type { ClaimedJob, Store } from '../store/store.ts'
import { Outages } from './outages.ts'
import { type RunJobOptions, runJob } from './runJob.ts'
import type { Runner } from './runner.ts'

const CONCURRENCY = 5
/** Neighbours may pass each other, but so many younger ones wait for the oldest, */
const MOST_AHEAD = 6
/** unless it takes longer than this. */
const WAITED_FOR_MS = 1_000
/** Begun, and not stored as done yet, while the disk is slow or full. After a kill so many mails may come twice. */
const MOST_OPEN = 20
const LOOK_AGAIN_MS = 50
const LEASE_MS = 120_000
/** Ends before the lease does, so that no job runs twice at a time. */
const RUN_LIMIT_MS = 90_000
/** Sleeps no longer than this, whatever the next job's time says: the clock may be set. */
const MAX_SLEEP_MS = 30_000
/** Together with what follows it, a stop stays under the ten seconds that process managers grant. */
const STOP_LIMIT_MS = 7_000

/** What the runner works with. */
export type RunnerOptions<Services> = Omit<
  RunJobOptions<Services>,
  'store' | 'owner' | 'limitMs' | 'stopping' | 'outages'
> & {
  store: Pick<Store, 'claimJob' | 'finishJob' | 'retryJob' | 'endJob' | 'nextJobAt' | 'onJobs'>
  /** Milliseconds since some moment, on a clock that nobody sets. */
  elapsed: () => number
}

/** Runs the store's jobs in this process, a few at a time. */
export function startInProcessRunner<Services>(options: RunnerOptions<Services>): Runner {
  const runner = new InProcessRunner(options)
  runner.wake()
  return runner
}

class InProcessRunner<Services> implements Runner {
  readonly #options: RunnerOptions<Services>
  readonly #owner = randomUUID()
  readonly #outOfTime = new AbortController()
  readonly #outages: Outages
  readonly #repeatableTasks: readonly string[]
  /** Those begun and not settled yet. */
  readonly #open = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #isClaiming = false
  #claimed: Promise<void> = Promise.resolve()
  #isWoken = false
  /** Those that run now: when each was begun, and as the how-manieth, oldest first. */
  readonly #running = new Map<string, { count: number; at: number }>()
  #count = 0

  constructor(options: RunnerOptions<Services>) {
    this.#options = options
    this.#outages = new Outages(options.tasks, options.elapsed)
    this.#repeatableTasks = options.tasks.filter(({ isRepeatable }) => isRepeatable).map(({ name }) => name)
    options.store.onJobs(() => this.wake())
  }

  /** One loop at a time claims; waking it while it claims makes it look once more. */
  wake(): void {
    this.#isWoken = true
    if (this.#isClaiming || this.#isStopped) return
    this.#isClaiming = true
    this.#claimed = this.#claimWhileWoken()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    // A claim under way may still bring a job.
    await this.#claimed
    const deadline = setTimeout(() => this.#outOfTime.abort(), STOP_LIMIT_MS)
    while (this.#open.size > 0) await Promise.all(this.#open)
    clearTimeout(deadline)
  }

  async #claimWhileWoken(): Promise<void> {
    const { store, log, now } = this.#options
    try {
      while (this.#isWoken && !this.#isStopped) {
        this.#isWoken = false
        await this.#claimDue()
        // First: a wait that ends while it looks must not be taken for none.
        const nextTryInMs = this.#outages.nextTryInMs()
        const nextAt = (await store.nextJobAt(this.#outages.waitingTasks())) ?? Number.POSITIVE_INFINITY
        this.#sleep(Math.min(nextAt - now(), nextTryInMs))
      }
    } catch (error) {
      log.error({ err: error }, 'jobs cannot be claimed; trying again soon')
      this.#sleep(1_000)
    } finally {
      // In the same breath as the last look at `#isWoken`: a wake-up in between would be lost.
      this.#isClaiming = false
    }
  }

  /** Several at once: they share one commit. During an outage one by one, because the first is to try alone. */
  async #claimDue(): Promise<void> {
    while (this.#hands() > 0 && !this.#isStopped) {
      const free = this.#outages.isAny ? 1 : Math.min(this.#hands(), this.#room())
      if (free < 1) return
      const begun = await Promise.allSettled(Array.from({ length: free }, () => this.#begin()))
      for (const each of begun) if (each.status === 'rejected') throw each.reason
      if (begun.some((each) => each.status === 'fulfilled' && !each.value)) return
    }
  }

  /** How many are free. */
  #hands(): number {
    return Math.min(CONCURRENCY - this.#running.size, MOST_OPEN - this.#open.size)
  }

  /** How many more may be begun before the oldest under way is done. */
  #room(): number {
    const [oldest] = this.#running.values()
    if (!oldest || this.#options.elapsed() - oldest.at > WAITED_FOR_MS) return CONCURRENCY
    return oldest.count + MOST_AHEAD - this.#count
  }

  /** Whether there was a job to begin. */
  async #begin(): Promise<boolean> {
    const { store, now } = this.#options
    const which = { exceptTasks: this.#outages.waitingTasks(), repeatableTasks: this.#repeatableTasks }
    const job = await store.claimJob({
      owner: this.#owner,
      now: now(),
      leaseUntil: now() + LEASE_MS,
      ...which,
    })
    // Whatever becomes of the claims beside it: nobody else would ever run what is claimed.
    if (job) this.#run(job)
    return job !== undefined
  }

  #run(job: ClaimedJob): void {
    this.#running.set(job.id, { count: this.#count++, at: this.#options.elapsed() })
    const options = {
      ...this.#options,
      outages: this.#outages,
      owner: this.#owner,
      limitMs: RUN_LIMIT_MS,
      stopping: this.#outOfTime.signal,
      onPerformed: () => this.#free(job),
    }
    const work = runJob(job, options)
      .catch((error) => this.#options.log.error({ err: error, job: job.id }, 'job could not be settled'))
      .finally(() => {
        this.#open.delete(work)
        this.#free(job)
      })
    this.#open.add(work)
  }

  #free({ id }: ClaimedJob): void {
    this.#running.delete(id)
    this.wake()
  }

  #sleep(ms: number): void {
    clearTimeout(this.#timer)
    // With all hands busy the next one to be free wakes the runner.
    if (this.#isStopped || this.#hands() < 1) return
    this.#timer = setTimeout(
      () => this.wake(),
      Math.min(Math.max(ms, this.#room() < 1 ? LOOK_AGAIN_MS : 0), MAX_SLEEP_MS),
    )
  }
}
