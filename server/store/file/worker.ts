import { type AttemptOptions, runJob } from '../../jobs/attempt.ts'
import type { ClaimedJob } from '../../jobs/job.ts'
import { Outages } from '../../jobs/outages.ts'
import type { Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { FileQueue } from './queue.ts'

/** A kill sends at most this many mails twice. */
const CONCURRENCY = 5

/** At most this many newer jobs start while the oldest one runs, for at most WAITED_FOR_MS: mails keep their order. */
const MOST_AHEAD = 6
const WAITED_FOR_MS = 1_000

const LOOK_AGAIN_MS = 50

/** The worker sleeps at most this long, because the clock may be set meanwhile. */
const MAX_SLEEP_MS = 30_000

/** A stop waits this long for the running jobs. Process managers allow ten seconds, and the store closes afterwards. */
const STOP_LIMIT_MS = 6_500

/** Aborted jobs get this long to be put back. */
const ABORT_LIMIT_MS = 500

/** Runs the jobs of the queue in this process. */
export class FileWorker<Services> implements Worker {
  readonly #queue: FileQueue
  readonly #options: AttemptOptions<Services>
  readonly #outOfTime = new AbortController()
  readonly #elapsed: () => number
  /** The running jobs, oldest first: how many jobs had started before each, and when it started (`#elapsed`). */
  readonly #running = new Map<Promise<unknown>, { number: number; at: number }>()
  #starts = 0
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #stopped: Promise<void> | undefined

  constructor(queue: FileQueue, options: WorkerOptions<Services>) {
    this.#queue = queue
    this.#elapsed = options.elapsed
    const outages = new Outages(options.tasks, options.elapsed)
    this.#options = { ...options, outages, stopping: this.#outOfTime.signal }
  }

  /** Starts as many due jobs as there are free places, and sleeps until the next one falls due. */
  wake(): void {
    const { outages, now } = this.#options
    clearTimeout(this.#timer)
    while (!this.#isStopped && this.#running.size < CONCURRENCY && this.#hasRoom()) {
      // `runJob` reports to `outages` at once, so during an outage only the oldest job is tried.
      const job = this.#queue.claim(outages.waitingTasks())
      if (!job) break
      this.#start(job)
    }
    // A job that ends wakes the worker.
    if (this.#isStopped || this.#running.size === CONCURRENCY) return
    // Read first, so that an outage that ends in between is not missed.
    const nextTryInMs = outages.nextTryInMs()
    const nextAt = this.#queue.nextAt(outages.waitingTasks()) ?? Number.POSITIVE_INFINITY
    const leastMs = this.#hasRoom() ? 0 : LOOK_AGAIN_MS
    const sleepMs = Math.min(Math.max(nextAt - now(), leastMs), nextTryInMs, MAX_SLEEP_MS)
    this.#timer = setTimeout(() => this.wake(), Math.ceil(sleepMs))
  }

  /** Whether one more job may start before the oldest running one has ended. */
  #hasRoom(): boolean {
    const [oldest] = this.#running.values()
    if (!oldest || this.#elapsed() - oldest.at > WAITED_FOR_MS) return true
    return this.#starts - oldest.number <= MOST_AHEAD
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#ended(STOP_LIMIT_MS)
    this.#outOfTime.abort()
    await this.#ended(ABORT_LIMIT_MS)
  }

  /** Resolves when no job runs any more, or after `ms`. */
  async #ended(ms: number): Promise<void> {
    if (this.#running.size === 0) return
    let timer: NodeJS.Timeout | undefined
    const timeOut = new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([Promise.all(this.#running.keys()), timeOut])
    clearTimeout(timer)
  }

  #start(job: ClaimedJob): void {
    // The end of the job is stored before another job takes its place.
    const work = runJob(job, this.#queue, this.#options).finally(() => {
      this.#running.delete(work)
      this.#queue.letGo(job.id)
      this.wake()
    })
    this.#running.set(work, { number: this.#starts++, at: this.#elapsed() })
  }
}
