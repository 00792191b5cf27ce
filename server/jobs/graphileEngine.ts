import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Logger as EngineLogger, type JobHelpers, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../log.ts'

/** New jobs are announced; this is for those that fall due, or whose service is back. */
const POLL_MS = 2_000

/** It looks for jobs every two seconds, unless it is stuck. */
const STUCK_AFTER_MS = 20_000

/** What it is started with. */
export interface EngineOptions {
  pool: pg.Pool
  log: Pick<Logger, 'warn'>
  concurrency: number
  /** Names of the tasks whose jobs it hands out. */
  tasks: readonly string[]
  /** Names of those that must wait at this moment. */
  waitingTasks(): string[]
  /** Does the job of ours with that id. */
  perform(jobId: string, task: string, engine: GraphileEngine): Promise<void>
  /** Milliseconds, on a clock that nobody sets. */
  elapsed: () => number
}

/**
 * graphile-worker, from a start to an end. It ends by itself when the database is away in a bad moment, and may then wait
 * for ever for what will not come (seen with 0.17.3 under restarts of PostgreSQL): so it is ended as soon as it says that
 * it ends, or says nothing, and whoever uses it starts another.
 */
export class GraphileEngine {
  /** What the ledger calls whoever works for it. */
  readonly owner = randomUUID()
  /** What it calls itself. */
  poolId = ''
  /** How many jobs are in hand. */
  inHand = 0
  /** Settled once the database knows who works here. */
  introduced: Promise<void> | undefined
  /** Whether it is to hand out no more. */
  hasEnded = false
  /** Resolves when it has. */
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
    for (const sign of ['worker:getJob:empty', 'job:start'] as const) {
      this.#events.on(sign, () => {
        this.#lookedAt = options.elapsed()
      })
    }
    for (const sign of ['pool:gracefulShutdown', 'pool:forcefulShutdown'] as const) {
      this.#events.on(sign, () => this.#end())
    }
  }

  /** Throws when the database cannot be had. */
  async start(): Promise<void> {
    const { pool, log, concurrency, tasks, waitingTasks } = this.#options
    this.#runner = await run({
      pgPool: pool,
      events: this.#events,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      forbiddenFlags: waitingTasks,
      // Without it nobody waits for what is settled one by one, and where the database is away that is the end of the
      // process (graphile-worker 0.17.3, `completeJob(job)` in worker.js). So only the engine ends.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: Object.fromEntries(tasks.map((task) => [task, this.#take])),
      logger: new EngineLogger(() => (level, message) => {
        if (level === 'error' || level === 'warning')
          log.warn({ engine: message }, 'the job engine has trouble')
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
    if (elapsed() - this.#lookedAt < STUCK_AFTER_MS) return
    log.warn('the job engine is stuck')
    this.#end()
  }

  /** Hands out no more; what is in hand goes on. It need not come to an end. */
  async stop(): Promise<void> {
    this.#end()
    // Twice is once too often for it.
    this.#stopped ??= this.#runner?.stop()
    await this.#stopped
  }

  readonly #take = async (payload: unknown, { job }: JobHelpers): Promise<void> => {
    this.inHand++
    try {
      await this.#options.perform((payload as { id: string }).id, job.task_identifier, this)
    } finally {
      this.inHand--
    }
  }
}
