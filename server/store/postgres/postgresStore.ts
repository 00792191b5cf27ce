import { setTimeout as sleep } from 'node:timers/promises'
import type { Queue, Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { Logger } from '../../log.ts'
import type { Sealer } from '../../seal.ts'
import type { Store } from '../store.ts'
import { accountOperations } from './accounts.ts'
import { changeOperations } from './change.ts'
import { type Database, databaseOf } from './database.ts'
import { deskOperations } from './deskOperations.ts'
import { eventOperations } from './events.ts'
import { limitOperations } from './limits.ts'
import { migrate } from './migrate.ts'
import { createPool, type PoolOptions } from './pool.ts'
import { createQueue } from './queue.ts'
import { ms } from './queueRows.ts'
import { sessionOperations } from './sessions.ts'
import { createSweep } from './sweep.ts'
import { PostgresWorker } from './worker.ts'

/** Per process. PostgreSQL allows a hundred connections by default, and jobs need some of them. */
const CONNECTIONS = 10

/** For statements that go through whole tables. */
const UNHURRIED_CONNECTIONS = 2
const UNHURRIED_MS = 60_000

/** One connection listens for new jobs. Each of the others fetches jobs for one place of the worker. */
const JOB_CONNECTIONS = 6

/** A database that does not answer does not close its connections either. */
const CLOSES_WITHIN_MS = 500

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
  let closing: Promise<unknown> | undefined
  const store: Store = {
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
    async close() {
      closing ??= Promise.all(pools.map((pool) => pool.end()))
      await Promise.race([closing, sleep(CLOSES_WITHIN_MS, undefined, { ref: false })])
    },
  }
  return {
    store,
    queue: createQueue(db, sealer),
    startWorker: ({ beatEveryMs, ...options }) =>
      new PostgresWorker(options, { db, sealer, pool: open({ max: JOB_CONNECTIONS }), beatEveryMs }),
    async readClock() {
      const [row] = await db.query<{ now: number }>(`select ${ms('clock_timestamp()')} as now`)
      return row?.now ?? 0
    },
  }
}
