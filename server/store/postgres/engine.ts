import { EventEmitter } from 'node:events'
import {
  Logger as EngineLogger,
  type Job,
  runTaskList,
  type Task,
  type WorkerEvents,
  type WorkerPool,
  type WorkerPoolOptions,
} from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../../log.ts'

/** Jobs at once. */
const CONCURRENCY = 5

/** PostgreSQL announces new jobs. Polling finds jobs that fall due. */
const POLL_MS = 2_000

/** The options with which the worker starts graphile-worker. */
export interface EngineOptions {
  pool: pg.Pool
  log: Pick<Logger, 'warn'>
  /** The name in the locks of the jobs that it claims. */
  owner: string
  /** Names of the tasks whose jobs it runs. */
  tasks: readonly string[]
  /** Names of the tasks that must wait at this moment. */
  waitingTasks(): string[]
  /** Does one job, to its end. */
  perform(job: Job): Promise<void>
}

/**
 * Starts graphile-worker, without its local queue: that would fetch jobs whose task must wait. It may end by itself, so
 * start it again then.
 */
export function startEngine({ pool, log, owner, tasks, waitingTasks, perform }: EngineOptions): WorkerPool {
  const events: WorkerEvents = new EventEmitter()
  const options: WorkerPoolOptions = {
    events,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    forbiddenFlags: waitingTasks,
    logger: new EngineLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning')
        log.warn({ engine: message }, 'the job engine has trouble')
    }),
  }
  const run: Task = (_payload, { job }) => perform(job)
  const engine = runTaskList(
    options,
    Object.fromEntries(tasks.map((task) => [task, run])),
    poolOfEngine(pool, log),
  )
  engine.id = owner
  endWithFirstQuery(engine, events)
  return engine
}

/** graphile-worker 0.17.3 keeps the rejection of its first query for ever (`getTaskDetails` in taskIdentifiers.js). */
function endWithFirstQuery(engine: WorkerPool, events: WorkerEvents): void {
  let isRunning = false
  for (const sign of ['worker:getJob:empty', 'job:start'] as const) {
    events.on(sign, () => {
      isRunning = true
    })
  }
  events.on('worker:getJob:error', () => {
    if (!isRunning && !engine._shuttingDown) void engine.gracefulShutdown()
  })
}

/**
 * Wraps the pool for graphile-worker 0.17.3: when it stops while LISTEN fails, it releases the listening client twice
 * (`listenForChanges` in main.js). pg refuses the second release, and the rejection would end the process. Here the
 * second release does nothing.
 */
export function poolOfEngine(pool: pg.Pool, log: Pick<Logger, 'warn'>): pg.Pool {
  // Every other statement of graphile-worker stands alone, so it needs no connection of its own.
  const client = {
    query: (statement: pg.QueryConfig) => runStatement(statement, pool, log),
    release: () => undefined,
  }
  const connect = (callback?: Parameters<pg.Pool['connect']>[0]) =>
    callback
      ? pool.connect((error, client, release) => callback(error, client, onlyOnce(release)))
      : Promise.resolve(client)
  return Object.create(pool, { connect: { value: connect } })
}

/**
 * Runs a statement of graphile-worker. Those that end jobs never reject here: graphile-worker does not wait for them,
 * so a rejection would end the process. With its batches (`completeJobBatchDelay`) a failure would end the engine, which
 * then counts wrong and may never finish its shutdown (`batch` in main.js, 0.17.3).
 */
async function runStatement(
  statement: pg.QueryConfig,
  pool: pg.Pool,
  log: Pick<Logger, 'warn'>,
): Promise<Pick<pg.QueryResult, 'rows'>> {
  // The task has returned, so endings.ts has stored the end of the job.
  if (statement.text.startsWith('delete')) return { rows: [] }
  try {
    return await pool.query(statement)
  } catch (error) {
    if (!statement.text.startsWith('update')) throw error
    log.warn({ err: error }, 'a job whose end is not stored stays locked until the next heartbeats')
    return { rows: [] }
  }
}

function onlyOnce<T>(call: (parameter?: T) => void): (parameter?: T) => void {
  let isCalled = false
  return (parameter) => {
    if (isCalled) return
    isCalled = true
    call(parameter)
  }
}
