import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import type { JobEngine } from '../../jobs/jobEngine.ts'
import type { Logger } from '../../log.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { accountOperations } from './accountOperations.ts'
import type { Change, Mutate } from './change.ts'
import { createCheck } from './check.ts'
import { deletionOperations } from './deletion.ts'
import { createEngine } from './engine.ts'
import { eventOperations } from './events.ts'
import { jobOperations } from './jobs.ts'
import { limitOperations } from './limits.ts'
import { migrate } from './migrate.ts'
import { createPool, type PoolOptions, steady } from './pool.ts'
import { sessionOperations } from './sessions.ts'
import { signInOperations } from './signIn.ts'
import { createSweep } from './sweep.ts'
import type { Database } from './tables.ts'
import { isEntangled, storeErrorOf } from './trouble.ts'
import { tweetOperations } from './tweets.ts'

/** Per process: PostgreSQL allows a hundred by default, and jobs need some. */
const CONNECTIONS = 10

/** For sweeping, which goes through whole tables; the second one asks after a lost commit. */
const SWEEP_CONNECTIONS = 2
const SWEEP_MAY_TAKE_MS = 60_000

const MOST_TRIES = 3

/** One listens, the others hand out and take back. */
const JOB_CONNECTIONS = 6

/** What a store in PostgreSQL is opened with. */
export interface PostgresStoreOptions {
  url: string
  /** Unix milliseconds; see `readClock`. */
  now: () => number
  log: Pick<Logger, 'warn'>
}

/** A store in PostgreSQL, with what else the processes on it share. */
export interface PostgresStore {
  store: Store
  engine: JobEngine
  /** The clock of the database (Unix ms): the one that all processes go by. */
  readClock(): Promise<number>
  /** Connections for graphile-worker, so that jobs and requests do not wait for each other. */
  createJobPool(): pg.Pool
}

/**
 * The store for more than one process: what must hold is guarded by constraints and locks of the database, never by what
 * a process remembers. Throws `DatabaseRefused` when the database cannot be used.
 */
export async function openPostgresStore({ url, now, log }: PostgresStoreOptions): Promise<PostgresStore> {
  const migrating = createPool({ url, max: 3, log, statementMs: 0 })
  await migrate(migrating).finally(() => migrating.end())
  const open = (options: Pick<PoolOptions, 'max' | 'statementMs'>): Database =>
    new Kysely({ dialect: new PostgresDialect({ pool: steady(createPool({ url, log, ...options })) }) })
  const db = open({ max: CONNECTIONS })
  const unhurried = open({ max: SWEEP_CONNECTIONS, statementMs: SWEEP_MAY_TAKE_MS })
  return {
    store: createStore({ db, unhurried, now }),
    engine: createEngine(db, now),
    createJobPool: () => createPool({ url, max: JOB_CONNECTIONS, log }),
    async readClock() {
      const { rows } = await sql<{ ms: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db)
      return rows[0]?.ms ?? 0
    },
  }
}

interface StoreParts {
  db: Database
  /** The same database, where statements may take their time. */
  unhurried: Database
  now: () => number
}

function createStore({ db, unhurried, now }: StoreParts): Store {
  const listeners: (() => void)[] = []
  let isClosed = false
  const mutate: Mutate = async (run) => {
    const change: Omit<Change, 'tx'> = { now, makesJobsDue: false }
    const result = await untangled(() => db.transaction().execute((tx) => run(Object.assign(change, { tx }))))
    if (change.makesJobsDue) for (const listener of listeners) listener()
    return result
  }
  const operations = {
    ...signInOperations(db, mutate),
    ...sessionOperations(db, mutate),
    ...accountOperations(db, mutate),
    ...tweetOperations(mutate),
    ...deletionOperations(mutate),
    ...jobOperations(db, mutate),
    ...limitOperations(db, now),
    ...eventOperations(db),
    sweep: createSweep(unhurried, now),
    check: createCheck(db),
  }
  return {
    ...guarded(operations, () => {
      if (isClosed) throw new StoreUnavailable('the store is closed')
    }),
    onJobs: (listener) => void listeners.push(listener),
    async close() {
      if (isClosed) return
      isClosed = true
      await Promise.all([db.destroy(), unhurried.destroy()])
    },
  }
}

/** Of two transactions in each other's way the database undoes one: once more, it finds the way free. */
async function untangled<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      if (!isEntangled(error) || tries === MOST_TRIES) throw error
    }
  }
}

type Operations = Omit<Store, 'onJobs' | 'close'>

/** Each operation throws what the interface says, and nothing once `refuse` throws. */
function guarded(operations: Operations, refuse: () => void): Operations {
  const entries = Object.entries(operations).map(([name, operation]) => [
    name,
    async (...parameters: unknown[]) => {
      refuse()
      try {
        // Which parameters it takes is the business of the interface; here all pass through.
        return await (operation as (...all: unknown[]) => Promise<unknown>)(...parameters)
      } catch (error) {
        throw storeErrorOf(error)
      }
    },
  ])
  return Object.fromEntries(entries) as Operations
}
