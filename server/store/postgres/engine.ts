import { EventEmitter } from 'node:events'
import { Logger as EngineLogger, type Job, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../../log.ts'

/** New jobs are announced; this is for those that fall due, or whose service is back. */
const POLL_MS = 2_000

/** How many jobs are fetched at once. */
const FETCHED = 10
/** Fetched jobs that no hand was free for go back after this time. */
const FETCHED_FOR_MS = 2_000

const STUCK_AFTER_MS = 20_000

/** For graphile-worker's own deletion of jobs, which endings.ts has already deleted. */
const BATCH_MS = 100

/** What it is started with. */
export interface EngineOptions {
  pool: pg.Pool
  log: Pick<Logger, 'warn'>
  concurrency: number
  /** Names of the tasks whose jobs it hands out. */
  tasks: readonly string[]
  /** Names of the tasks that must wait at this moment; null: no service is down. */
  waitingTasks(): string[] | null
  /** Does one job, to its end. */
  perform(job: Job, engine: Engine): Promise<void>
  /** Milliseconds, on a clock that nobody sets. */
  elapsed: () => number
}

/**
 * graphile-worker, from a start to an end. When the database is away in a bad moment it may end by itself, wait for ever, or
 * have locked jobs without hearing of it (seen with 0.17.3). So it is ended at the first error that it reports or when
 * it falls silent, and the worker starts another one. What stays locked in its name is freed (heartbeat.ts).
 */
export class Engine {
  /** What it calls itself in the locks of its jobs; empty before it has started. */
  poolId = ''
  /** How many jobs are in hand. */
  inHand = 0
  /** Whether it hands out no more jobs. */
  hasEnded = false
  /** Resolves when it has ended. */
  readonly ended: Promise<void>
  readonly #options: EngineOptions
  readonly #events: WorkerEvents = new EventEmitter()
  #end: () => void = () => undefined
  #runner: Runner | undefined
  #stopped: Promise<void> | undefined
  #lookedAt: number

  constructor(options: EngineOptions) {
    this.#options = options
    this.#lookedAt = options.elapsed()
    this.ended = new Promise((resolve) => {
      this.#end = () => {
        this.hasEnded = true
        resolve()
      }
    })
    this.#events.on('pool:create', ({ workerPool }) => {
      this.poolId = workerPool.id
    })
    for (const sign of ['localQueue:getJobs:complete', 'worker:getJob:empty', 'job:start'] as const) {
      this.#events.on(sign, () => {
        this.#lookedAt = options.elapsed()
      })
    }
    for (const sign of ['worker:getJob:error', 'pool:gracefulShutdown', 'pool:forcefulShutdown'] as const) {
      this.#events.on(sign, () => this.#end())
    }
  }

  /** Throws when the database cannot be reached. */
  async start(): Promise<void> {
    const { pool, log, concurrency, tasks, waitingTasks } = this.#options
    this.#runner = await run({
      pgPool: returningQuietly(pool, () => this.#end()),
      events: this.#events,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      forbiddenFlags: waitingTasks,
      preset: {
        worker: {
          localQueue: { size: FETCHED, ttl: FETCHED_FOR_MS },
          // Without a delay graphile-worker leaves the rejection unhandled when the database is away, which ends the process.
          completeJobBatchDelay: BATCH_MS,
          failJobBatchDelay: BATCH_MS,
        },
      },
      taskList: Object.fromEntries(tasks.map((task) => [task, (_payload, { job }) => this.#take(job)])),
      logger: new EngineLogger(() => (level, message) => {
        if (level === 'error' || level === 'warning')
          log.warn({ engine: message }, 'the job engine has trouble')
        if (level === 'error') this.#end()
      }),
    })
    this.#runner.promise.then(this.#end, (error) => {
      log.warn({ err: error }, 'the job engine has ended')
      this.#end()
    })
  }

  /** Ends it if it has not looked for jobs for long, though it had hands free. */
  endIfStuck(): void {
    const { elapsed, concurrency, log } = this.#options
    if (this.inHand >= concurrency) this.#lookedAt = elapsed()
    if (this.hasEnded || elapsed() - this.#lookedAt < STUCK_AFTER_MS) return
    log.warn('the job engine is stuck')
    this.#end()
  }

  /** Stops claiming. Jobs in hand continue; they may never finish, and then this never settles. */
  async stop(): Promise<void> {
    this.#end()
    // graphile-worker reports a second call as an error.
    this.#stopped ??= this.#runner
      ?.stop()
      .catch((error) => this.#options.log.warn({ err: error }, 'the job engine did not end cleanly'))
    await this.#stopped
  }

  async #take(job: Job): Promise<void> {
    this.inHand++
    try {
      await this.#options.perform(job, this)
    } finally {
      this.inHand--
    }
  }
}

/**
 * The pool as graphile-worker may use it: it cannot give fetched jobs back while the database is away (an unhandled rejection
 * then ends the process, graphile-worker 0.17.3, `returnJobs` in localQueue.js). They stay locked, and heartbeat.ts
 * frees them.
 */
function returningQuietly(pool: pg.Pool, onFailure: () => void): pg.Pool {
  const connect = (callback?: Parameters<pg.Pool['connect']>[0]) =>
    callback ? pool.connect(callback) : Promise.resolve(quietClient(pool, onFailure))
  return Object.create(pool, { connect: { value: connect } })
}

/** All that graphile-worker uses of a client. It takes its connection with the first query. */
function quietClient(pool: pg.Pool, onFailure: () => void): Pick<pg.PoolClient, 'query' | 'release'> {
  let client: pg.PoolClient | undefined
  const query = async (config: pg.QueryConfig, values?: unknown[]) => {
    try {
      client ??= await pool.connect()
      return await client.query(config, values)
    } catch (error) {
      if (!config.name?.startsWith('return_job')) throw error
      onFailure()
      return { rows: [] }
    }
  }
  // Its type has callbacks and cursors, too, which graphile-worker does not use.
  return { query: query as unknown as pg.PoolClient['query'], release: () => client?.release() }
}
