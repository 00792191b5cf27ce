import { EventEmitter } from 'node:events'
import { Logger as EngineLogger, type Job, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../../log.ts'

/** PostgreSQL announces new jobs. Polling finds jobs that fall due, or whose service is back. */
const POLL_MS = 2_000

/** How many jobs are fetched at once. */
const FETCHED = 10
/** Fetched jobs for which no place was free are returned after this time. */
const FETCHED_FOR_MS = 2_000

const STUCK_AFTER_MS = 20_000

/** How long graphile-worker collects its own deletions of jobs, which endings.ts has already deleted. */
const BATCH_MS = 100

/** What an engine is started with. */
export interface EngineOptions {
  pool: pg.Pool
  log: Pick<Logger, 'warn'>
  concurrency: number
  /** Names of the tasks whose jobs it runs. */
  tasks: readonly string[]
  /** Names of the tasks that must wait at this moment; null if no service is down. */
  waitingTasks(): string[] | null
  /** Does one job, to its end. */
  perform(job: Job, engine: Engine): Promise<void>
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
}

/**
 * One run of graphile-worker. If the database fails at a bad moment, graphile-worker may end by itself, wait for ever,
 * or lock jobs without knowing it (seen with 0.17.3). So the engine is stopped at its first error or when it falls
 * silent, and the worker starts another one. heartbeat.ts frees the jobs that stay locked in its name.
 */
export class Engine {
  /** Its name in the locks of its jobs; empty before the start. */
  poolId = ''
  /** How many claimed jobs it has. */
  inHand = 0
  /** Whether it has stopped claiming jobs. */
  hasEnded = false
  /** Resolves when `hasEnded` becomes true. */
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
      pgPool: poolOfEngine(pool, () => this.#end()),
      events: this.#events,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      forbiddenFlags: waitingTasks,
      preset: {
        worker: {
          localQueue: { size: FETCHED, ttl: FETCHED_FOR_MS },
          // Without a delay graphile-worker leaves a rejection unhandled while the database is away, which ends the
          // process.
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

  /** Ends the engine if it has free places but has not looked for jobs for a long time. */
  endIfStuck(): void {
    const { elapsed, concurrency, log } = this.#options
    if (this.inHand >= concurrency) this.#lookedAt = elapsed()
    if (this.hasEnded || elapsed() - this.#lookedAt < STUCK_AFTER_MS) return
    log.warn('the job engine is stuck')
    this.#end()
  }

  /** Stops claiming. Claimed jobs continue; they may never finish, and then this never settles. */
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
 * Wraps the pool for graphile-worker 0.17.3, because two of its rejections are handled by nobody and would end the
 * process while the database is away:
 *
 * - It cannot return fetched jobs (`returnJobs` in localQueue.js). Here such a failure is ignored: the jobs stay locked
 *   until heartbeat.ts frees them.
 * - When it stops while LISTEN fails, it releases the listening client twice (`listenForChanges` in main.js), and pg
 *   refuses the second release. Here the second release does nothing.
 */
export function poolOfEngine(pool: pg.Pool, onFailure: () => void): pg.Pool {
  const connect = (callback?: Parameters<pg.Pool['connect']>[0]) =>
    callback
      ? pool.connect((error, client, release) => callback(error, client, onlyOnce(release)))
      : Promise.resolve(quietClient(pool, onFailure))
  return Object.create(pool, { connect: { value: connect } })
}

function onlyOnce<T>(call: (parameter?: T) => void): (parameter?: T) => void {
  let isCalled = false
  return (parameter) => {
    if (isCalled) return
    isCalled = true
    call(parameter)
  }
}

/** The part of a client that graphile-worker uses. It connects with the first query. */
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
  // Its type also has callbacks and cursors, which graphile-worker does not use.
  return { query: query as unknown as pg.PoolClient['query'], release: () => client?.release() }
}
