import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Runner as Engine,
  Logger as EngineLogger,
  type JobHelpers,
  makeWorkerUtils,
  run,
} from 'graphile-worker'
import type pg from 'pg'
import type { Claim, ClaimedJob, Store } from '../store/store.ts'
import { Outages } from './outages.ts'
import { type RunJobOptions, runJob } from './runJob.ts'
import type { Runner } from './runner.ts'

const CONCURRENCY = 5
const LEASE_MS = 120_000
/** Ends before the lease does, so that no job runs twice at a time. */
const RUN_LIMIT_MS = 90_000
/** New jobs are announced; this is for those that fall due, or whose service is back. */
const POLL_MS = 2_000
/** Together with what follows it, a stop stays under the ten seconds that process managers grant. */
const STOP_LIMIT_MS = 7_000
const BEAT_EVERY_MS = 5_000
/** Whoever was cut off from the database itself must not take the others for dead: they were, too. */
const STEADY_BEATS = 4
const STRAYS_EVERY_BEATS = 12
const START_AGAIN_MS = 1_000

/** What this runner needs of the store, as the one on PostgreSQL has it. */
export interface JobEngine {
  claim(claim: Claim & { jobId: string }): Promise<ClaimedJob | undefined>
  beat(id: string, poolId: string): Promise<void>
  leave(id: string): Promise<void>
  takeOver(): Promise<number>
  handOut(which: { id: string } | 'strays'): Promise<number>
}

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
  #engine: Engine | undefined
  /** What the engine and the ledger call this process; new ones each time the engine starts. */
  #poolId = ''
  #owner = ''
  #beats = 0
  #beat: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: GraphileRunnerOptions<Services>) {
    this.#options = options
    this.#outages = new Outages(options.tasks, options.elapsed)
    this.#supervised = this.#supervise()
    this.#beating = setInterval(() => {
      this.#beat = this.#doBeat()
    }, options.beatEveryMs ?? BEAT_EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return this.#supervised
    this.#isStopped = true
    const { log, engine, pool } = this.#options
    const deadline = setTimeout(() => this.#outOfTime.abort(), STOP_LIMIT_MS)
    // It may have ended by itself.
    await this.#engine
      ?.stop()
      .catch((error) => log.warn({ err: error }, 'the job engine did not end cleanly'))
    await this.#supervised
    clearTimeout(deadline)
    clearInterval(this.#beating)
    await this.#beat
    await engine.leave(this.#owner).catch((error) => log.warn({ err: error }, 'the database was not told'))
    await pool.end()
  }

  /** It ends by itself when the database is away for too long; then it begins anew. */
  async #supervise(): Promise<void> {
    while (!this.#isStopped) {
      try {
        this.#engine = await this.#start()
        await (this.#isStopped ? this.#engine.stop() : this.#engine.promise)
      } catch (error) {
        this.#options.log.warn({ err: error }, 'the job engine ended; starting it again')
      }
      if (!this.#isStopped) await sleep(START_AGAIN_MS)
    }
  }

  async #start(): Promise<Engine> {
    const { tasks, pool, log } = this.#options
    const events = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => {
      this.#poolId = workerPool.id
      this.#owner = randomUUID()
      this.#beat = this.#doBeat()
    })
    const perform = (payload: unknown, { job }: JobHelpers) =>
      this.#perform((payload as { id: string }).id, job.task_identifier)
    return run({
      pgPool: pool,
      events: events as never,
      concurrency: CONCURRENCY,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      // Without it nobody waits for what is settled one by one, and where the database is away that is the end of the
      // process (graphile-worker 0.17.3, `completeJob(job)` in worker.js). So only the engine ends, and is started again.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      forbiddenFlags: () => this.#outages.waitingTasks(),
      taskList: Object.fromEntries(tasks.map(({ name }) => [name, perform])),
      logger: new EngineLogger(() => (level, message) => {
        if (level === 'error' || level === 'warning')
          log.warn({ engine: message }, 'the job engine has trouble')
      }),
    })
  }

  async #perform(jobId: string, task: string): Promise<void> {
    const { engine, now } = this.#options
    // Who takes a job must be known to be there: else nobody would notice their end.
    await this.#beat
    // Two were handed out before the first could try whether its service is back.
    if (this.#outages.waitingTasks().includes(task)) return void (await engine.handOut({ id: jobId }))
    this.#outages.begin({ id: jobId, task })
    const lease = { owner: this.#owner, now: now(), leaseUntil: now() + LEASE_MS }
    const job = await engine.claim({ ...lease, jobId }).catch((error) => {
      this.#outages.end({ id: jobId, task })
      throw error
    })
    if (!job) return this.#outages.end({ id: jobId, task })
    await runJob(job, {
      ...this.#options,
      outages: this.#outages,
      owner: this.#owner,
      limitMs: RUN_LIMIT_MS,
      stopping: this.#outOfTime.signal,
    })
  }

  /** Says that this process is there, and looks after those that are not any more. */
  async #doBeat(): Promise<void> {
    const { engine, log } = this.#options
    try {
      await engine.beat(this.#owner, this.#poolId)
      this.#beats++
      if (this.#beats < STEADY_BEATS) return
      const dead = await engine.takeOver()
      if (dead > 0) {
        log.warn({ dead }, 'processes are gone; their jobs are taken over')
        await this.#clear()
      }
      const strays = this.#beats % STRAYS_EVERY_BEATS === 0 ? await engine.handOut('strays') : 0
      if (strays > 0) log.warn({ strays }, 'jobs that the engine did not have were handed to it')
    } catch (error) {
      this.#beats = 0
      log.warn({ err: error }, 'the database does not hear that this process is alive')
    }
  }

  /** What the dead had replaced and not removed would stay in the engine's table for ever. */
  async #clear(): Promise<void> {
    const utils = await makeWorkerUtils({ pgPool: this.#options.pool })
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] })
    await utils.release()
  }
}
