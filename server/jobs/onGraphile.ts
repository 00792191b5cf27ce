import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type ClaimedJob, type Store, StoreUnavailable } from '../store/store.ts'
import { GraphileEngine } from './graphileEngine.ts'
import { Presence } from './graphilePresence.ts'
import type { JobEngine } from './jobEngine.ts'
import { Outages } from './outages.ts'
import { type RunJobOptions, runJob } from './runJob.ts'
import type { Runner } from './runner.ts'

const CONCURRENCY = 5
const LEASE_MS = 120_000
/** Ends before the lease does, so that no job runs twice at a time. */
const RUN_LIMIT_MS = 90_000
/** Together with what follows it, a stop stays under the ten seconds that process managers grant. */
const STOP_LIMIT_MS = 7_000
const BEAT_EVERY_MS = 5_000
const START_AGAIN_MS = 1_000
const LOOK_AGAIN_MS = 20
/** For what an engine does that has ended well. */
const ENDS_WITHIN_MS = 1_000

/** What the runner works with. */
export type GraphileRunnerOptions<Services> = Omit<
  RunJobOptions<Services>,
  'store' | 'owner' | 'limitMs' | 'stopping' | 'outages'
> & {
  store: Pick<Store, 'finishJob' | 'retryJob' | 'endJob'>
  engine: JobEngine
  /** For graphile-worker alone; it is ended with the runner. */
  pool: pg.Pool
  /** Milliseconds since some moment, on a clock that nobody sets. */
  elapsed: () => number
  /** How often to say that this process is alive. Default: every 5 s; those silent for 30 s are taken for dead. */
  beatEveryMs?: number
}

/**
 * Runs the jobs of all processes on one database, in this one, a few at a time. graphile-worker hands them out: when
 * they are due, each to one process, announced by NOTIFY. What becomes of a job is decided as everywhere, in runJob.ts,
 * and kept in the store. So graphile-worker never sees a job fail: its own backoff and its dead jobs are not used.
 */
export function startGraphileRunner<Services>(options: GraphileRunnerOptions<Services>): Runner {
  return new GraphileRunner(options)
}

class GraphileRunner<Services> implements Runner {
  readonly #options: GraphileRunnerOptions<Services>
  readonly #outOfTime = new AbortController()
  readonly #outages: Outages
  readonly #beating: NodeJS.Timeout
  readonly #supervised: Promise<void>
  /** The present one, and those that have ended while they had jobs in hand. */
  readonly #engines = new Set<GraphileEngine>()
  #beat: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: GraphileRunnerOptions<Services>) {
    this.#options = options
    this.#outages = new Outages(options.tasks, options.elapsed)
    const presence = new Presence({ ...options, engines: this.#engines })
    this.#supervised = this.#supervise()
    this.#beating = setInterval(() => {
      const before = this.#beat
      // A slow one may still say that this process is there when it is about to leave.
      this.#beat = presence.beat().then(() => before)
    }, options.beatEveryMs ?? BEAT_EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return this.#supervised
    this.#isStopped = true
    const deadline = setTimeout(() => this.#outOfTime.abort(), STOP_LIMIT_MS)
    for (const engine of this.#engines) void this.#end(engine)
    await this.#supervised
    while (this.#inHand() > 0) await sleep(LOOK_AGAIN_MS)
    clearTimeout(deadline)
    clearInterval(this.#beating)
    await this.#beat
    await Promise.race([this.#leave(), sleep(ENDS_WITHIN_MS)])
  }

  #inHand(): number {
    return [...this.#engines].reduce((sum, { inHand }) => sum + inHand, 0)
  }

  /** One engine after the other, each until it ends. */
  async #supervise(): Promise<void> {
    while (!this.#isStopped) {
      const engine = this.#newEngine()
      this.#engines.add(engine)
      try {
        await engine.start()
        if (!this.#isStopped) await engine.ended
      } catch (error) {
        this.#options.log.warn({ err: error }, 'the job engine cannot start')
      }
      void this.#end(engine)
      if (!this.#isStopped) await sleep(START_AGAIN_MS)
    }
  }

  #newEngine(): GraphileEngine {
    const { tasks, pool, log, elapsed } = this.#options
    return new GraphileEngine({
      pool,
      log,
      elapsed,
      concurrency: CONCURRENCY,
      tasks: tasks.map(({ name }) => name),
      waitingTasks: () => this.#outages.waitingTasks(),
      perform: (jobId, task, engine) => this.#perform(jobId, task, engine),
    })
  }

  #end(engine: GraphileEngine): Promise<void> {
    return engine
      .stop()
      .catch((error) => this.#options.log.warn({ err: error }, 'the job engine did not end cleanly'))
  }

  /** Who takes a job must be known to be there: else nobody would notice their end. */
  async #introduce(present: GraphileEngine): Promise<void> {
    present.introduced ??= this.#options.engine.beat(present.owner, present.poolId)
    await present.introduced.catch((error) => {
      present.introduced = undefined
      throw error
    })
  }

  async #perform(jobId: string, task: string, by: GraphileEngine): Promise<void> {
    const { engine } = this.#options
    const { owner } = by
    // It had asked for one before its end. Nobody would wait for it, or say for long that somebody has it in hand.
    if (by.hasEnded) return void (await engine.handOut({ id: jobId }))
    await this.#introduce(by)
    // Two were handed out before the first could try whether its service is back.
    if (this.#outages.waitingTasks().includes(task)) return void (await engine.handOut({ id: jobId }))
    this.#outages.begin({ id: jobId, task })
    const job = await this.#claim(jobId, owner).catch((error) => {
      this.#outages.end({ id: jobId, task })
      throw error
    })
    if (!job) return this.#outages.end({ id: jobId, task })
    await runJob(job, {
      ...this.#options,
      outages: this.#outages,
      owner,
      limitMs: RUN_LIMIT_MS,
      stopping: this.#outOfTime.signal,
    })
  }

  /** Until the answer is known: a job that was claimed, and that nobody runs, would wait for the end of its lease. */
  async #claim(jobId: string, owner: string): Promise<ClaimedJob | undefined> {
    const { engine, now } = this.#options
    for (let isRepeated = false; ; isRepeated = true) {
      try {
        return await engine.claim({ owner, now: now(), leaseUntil: now() + LEASE_MS, jobId, isRepeated })
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || this.#outOfTime.signal.aborted) throw error
        await sleep(START_AGAIN_MS)
      }
    }
  }

  async #leave(): Promise<void> {
    const { engine, pool, log } = this.#options
    await Promise.all(
      [...this.#engines].map(async (present) => {
        await this.#end(present)
        await engine.leave(present.owner)
      }),
    ).catch((error) => log.warn({ err: error }, 'the database was not told that this process ends'))
    await pool.end()
  }
}
