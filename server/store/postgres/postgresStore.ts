import type { Queue, Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { Logger } from '../../log.ts'
import type { Sealer } from '../../seal.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { accountOperations } from './accounts.ts'
import { changeOperations, Thrown } from './change.ts'
import { type Database, databaseOf } from './database.ts'
import { deskOperations } from './deskOperations.ts'
import { createEndings } from './endings.ts'
import { eventOperations } from './events.ts'
import { limitOperations } from './limits.ts'
import { migrate } from './migrate.ts'
import { createPool, type PoolOptions } from './pool.ts'
import { createQueue } from './queue.ts'
import { ms } from './queueRows.ts'
import { sessionOperations } from './sessions.ts'
import { createSweep } from './sweep.ts'
import { storeErrorOf } from './trouble.ts'
import { PostgresWorker } from './worker.ts'

/** Per process. PostgreSQL allows a hundred connections by default, and jobs need some of them. */
const CONNECTIONS = 10

/** For statements that go through whole tables. */
const UNHURRIED_CONNECTIONS = 2
const UNHURRIED_MS = 60_000

/** One connection of each engine listens; the others fetch jobs. */
const JOB_CONNECTIONS = 7

/** A write, because a database that only reads is of no use. */
const WRITE_PROBE =
  'insert into probes (id, at) values (1, clock_timestamp()) on conflict (id) do update set at = excluded.at'

/** What a store in PostgreSQL is opened with. */
export interface PostgresStoreOptions {
  url: string
  /** Unix milliseconds; see `readClock`. */
  now: () => number
  log: Pick<Logger, 'warn'>
  /** Seals the payloads of dead letters. */
  sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>
}

/** A store in PostgreSQL, with its queue. */
export interface PostgresStore {
  store: Store
  queue: Queue
  /** `beatEveryMs`: see worker.ts. */
  startWorker<Services>(options: WorkerOptions<Services> & { beatEveryMs?: number }): Worker
  /** The clock of the database (Unix ms), which all processes go by. */
  readClock(): Promise<number>
}

/**
 * The store for several processes: constraints and locks of the database protect what must hold, never the memory of a
 * process. Throws `StoreRefused` when the database cannot be used.
 */
export async function openPostgresStore({
  url,
  now,
  log,
  sealer,
}: PostgresStoreOptions): Promise<PostgresStore> {
  const migrating = createPool({ url, max: 3, log, statementMs: 0 })
  await migrate(migrating).finally(() => migrating.end())
  const open = (options: Pick<PoolOptions, 'max' | 'statementMs'>) => createPool({ url, log, ...options })
  const pools = [open({ max: CONNECTIONS }), open({ max: UNHURRIED_CONNECTIONS, statementMs: UNHURRIED_MS })]
  const [db, unhurried] = pools.map(databaseOf) as [Database, Database]
  const guarded = guard()
  const endings = guarded.operations(createEndings({ db, sealer, now }))
  const store = guarded.operations({
    ...accountOperations(db),
    ...changeOperations(db),
    ...sessionOperations(db),
    ...limitOperations(db, now),
    ...eventOperations(db),
    ...deskOperations(db),
    sweep: createSweep(unhurried, now),
    async check() {
      await db.query(WRITE_PROBE)
    },
  })
  return {
    store: { ...store, close: () => guarded.close(() => Promise.all(pools.map((pool) => pool.end()))) },
    queue: guarded.operations(createQueue(db, sealer)),
    startWorker: ({ beatEveryMs, ...options }) =>
      new PostgresWorker(options, {
        db,
        endings,
        pool: open({ max: JOB_CONNECTIONS }),
        beatEveryMs,
      }),
    async readClock() {
      const [row] = await db.query<{ now: number }>(`select ${ms('clock_timestamp()')} as now`)
      return row?.now ?? 0
    },
  }
}

/** Converts errors of operations to those of their interface, and refuses operations after `close`. */
function guard() {
  let isClosed = false
  const guarded =
    (operation: (...all: unknown[]) => Promise<unknown>) =>
    async (...parameters: unknown[]) => {
      if (isClosed) throw new StoreUnavailable('the store is closed')
      try {
        return await operation(...parameters)
      } catch (error) {
        throw error instanceof Thrown ? error.error : storeErrorOf(error)
      }
    }
  return {
    /** Wraps all operations. Their types stay unchanged. */
    operations<T extends object>(operations: T): T {
      return Object.fromEntries(
        Object.entries(operations).map(([name, operation]) => [name, guarded(operation)]),
      ) as T
    },
    async close(release: () => Promise<unknown>) {
      if (isClosed) return
      isClosed = true
      await release()
    },
  }
}
