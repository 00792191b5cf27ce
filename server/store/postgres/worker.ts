import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, WorkerPool } from 'graphile-worker'
import type pg from 'pg'
import { untilAborted, within } from '../../jobs/aborting.ts'
import { type AttemptOptions, runJob } from '../../jobs/attempt.ts'
import { type Endings, untilStored } from '../../jobs/endings.ts'
import { Outages } from '../../jobs/outages.ts'
import type { Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { Sealer } from '../../seal.ts'
import type { Database } from './database.ts'
import { createEndings, type HeldJob } from './endings.ts'
import { startEngine } from './engine.ts'
import { Heartbeat } from './heartbeat.ts'
import type { QueuedPayload } from './queueRows.ts'

/** A stop takes less than the ten seconds that process managers allow. Running jobs are aborted before its end. */
const STOP_LIMIT_MS = 7_000
const LEAVES_WITHIN_MS = 8_000
const BEAT_EVERY_MS = 5_000
const START_AGAIN_MS = 1_000

/** What the worker works with besides its options. */
export interface WorkerParts {
  db: Pick<Database, 'query'>
  sealer: Pick<Sealer, 'seal'>
  /** Only for graphile-worker. It is closed with the worker. */
  pool: pg.Pool
  /** How often to report that this process is alive. Default: every 5 s. */
  beatEveryMs?: number
}

/**
 * Runs jobs in this process, a few at a time; other processes on the same database run others. graphile-worker hands
 * them out, attempt.ts decides what becomes of each, and endings.ts stores that.
 */
export class PostgresWorker<Services> implements Worker {
  readonly #options: AttemptOptions<Services>
  readonly #pool: pg.Pool
  readonly #owner = randomUUID()
  /** Of the running jobs. A row that was put back may be claimed again before this try has left the set. */
  readonly #inHand = new Set<Pick<Job, 'id'>>()
  readonly #outOfTime = new AbortController()
  readonly #endings: Endings<HeldJob>
  readonly #heartbeat: Heartbeat
  readonly #ended: Promise<void>
  #engine: WorkerPool | undefined
  /** Until a service that is down may be tried again. */
  #waiting: NodeJS.Timeout | undefined
  #stopped: Promise<void> | undefined

  constructor(options: WorkerOptions<Services>, { db, sealer, pool, beatEveryMs }: WorkerParts) {
    const outages = new Outages(options.tasks, options.elapsed)
    this.#options = { ...options, outages, stopping: this.#outOfTime.signal }
    this.#pool = pool
    const own = { db, owner: this.#owner }
    this.#endings = createEndings({ ...own, sealer, now: options.now })
    const everyMs = beatEveryMs ?? BEAT_EVERY_MS
    this.#heartbeat = new Heartbeat({ ...own, inHand: this.#inHand, log: options.log, everyMs })
    this.#ended = this.#run()
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    const deadline = setTimeout(() => this.#outOfTime.abort(), STOP_LIMIT_MS)
    await within(LEAVES_WITHIN_MS, (signal) => untilAborted(this.#leave(), signal)).catch((error) =>
      this.#options.log.warn({ err: error }, 'the jobs of this process stay locked for 30 s'),
    )
    clearTimeout(deadline)
    clearTimeout(this.#waiting)
  }

  async #leave(): Promise<void> {
    try {
      // Claims no more, and waits for the running jobs. `#run` reports its errors.
      void this.#engine?.gracefulShutdown()
      await this.#ended
      await this.#heartbeat.stop()
    } finally {
      await this.#pool.end()
    }
  }

  /** Runs graphile-worker until the stop. */
  async #run(): Promise<void> {
    const { log, tasks, outages } = this.#options
    while (!this.#stopped) {
      this.#engine = startEngine({
        pool: this.#pool,
        log,
        owner: this.#owner,
        tasks: tasks.map(({ name }) => name),
        waitingTasks: () => outages.waitingTasks(),
        perform: (job) => this.#perform(job),
      })
      await this.#engine.promise.catch((error) => log.warn({ err: error }, 'the job engine has ended'))
      if (!this.#stopped) await sleep(START_AGAIN_MS)
    }
  }

  /** Throws only when the end of the job is not stored: otherwise graphile-worker would delete the row. */
  async #perform(row: Job): Promise<void> {
    this.#inHand.add(row)
    const job = heldJob(row)
    const { outages, stopping, log } = this.#options
    // The worker stopped after the claim, or several jobs were claimed before the first found its service down.
    const mustWait = this.#stopped !== undefined || outages.waitingTasks().includes(job.task)
    const again = { runAt: job.runAt, attempts: job.attempts - 1, reason: row.last_error ?? null }
    const isStored = mustWait
      ? await untilStored(() => this.#endings.putBack(job, again), { stopping, log })
      : await runJob(job, this.#endings, this.#options)
    this.#inHand.delete(row)
    this.#lookInTime()
    if (!isStored) throw new Error('the end of this job could not be stored')
  }

  /** Looks for jobs as soon as a service may be tried again. */
  #lookInTime(): void {
    clearTimeout(this.#waiting)
    const ms = this.#options.outages.nextTryInMs()
    if (Number.isFinite(ms)) this.#waiting = setTimeout(() => this.#look(), Math.ceil(ms))
  }

  /** graphile-worker must not be told of jobs while it shuts down. */
  #look(): void {
    if (this.#engine?._shuttingDown === false) this.#engine.nudge(1)
  }
}

function heldJob({ id, key, run_at, attempts, task_identifier, payload }: Job): HeldJob {
  // Only `ADD_JOBS` adds rows. The time is text: see the types in pool.ts.
  const { userId, payload: own } = payload as QueuedPayload
  const runAt = new Date(run_at).getTime()
  return { rowId: id, id: key ?? '', task: task_identifier, payload: own, userId, runAt, attempts }
}
