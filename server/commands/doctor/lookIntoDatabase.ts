import type { Connection } from '../../store/account.ts'
import { everyAccount } from '../../store/everyAccount.ts'
import { accountOperations } from '../../store/postgres/accounts.ts'
import { type Database, databaseOf } from '../../store/postgres/database.ts'
import { DEAD_AFTER } from '../../store/postgres/heartbeat.ts'
import { type DatabaseState, lookAtDatabase } from '../../store/postgres/migrate.ts'
import { createPool } from '../../store/postgres/pool.ts'
import { ms } from '../../store/postgres/queueRows.ts'

/** The state of a database for the doctor, read without changing it. */
export interface DatabaseFacts extends DatabaseState {
  /** The clock of the database (Unix ms). */
  now: number
  /** Undefined while migrations are missing. */
  inside: DatabaseInside | undefined
}

/** The content of a database that is up to date. */
interface DatabaseInside {
  accounts: number
  /** How many servers use it. */
  servers: number
  connections: Pick<Connection, 'provider' | 'uid' | 'credentials'>[]
  /** All dead letters, including those of older versions, which have no payload. */
  deadLetters: number
  /** The sealed payloads of dead letters. */
  letters: string[]
  /** The payloads of waiting jobs. */
  payloads: Readonly<Record<string, string | null>>[]
}

const ACCOUNTS_A_PAGE = 500

/** Some queries scan whole tables. */
const ANSWERS_WITHIN_MS = 60_000

/**
 * Reads the database, and tries to write to it in a transaction that is rolled back. Throws `StoreRefused`, or
 * PostgreSQL's error for the write.
 */
export async function lookIntoDatabase(url: string): Promise<DatabaseFacts> {
  const pool = createPool({ url, max: 2, log: { warn: () => undefined }, statementMs: ANSWERS_WITHIN_MS })
  try {
    const state = await lookAtDatabase(pool)
    const db = databaseOf(pool)
    const isReady = state.missing.length === 0
    const client = await pool.connect()
    try {
      await client.query(`begin; ${isReady ? TRY_TO_WRITE : TRY_TO_MAKE}; rollback`)
    } finally {
      client.release(true)
    }
    const [clock] = await db.query<{ now: number }>(`select ${ms('clock_timestamp()')} as now`)
    return { ...state, now: clock?.now ?? 0, inside: isReady ? await lookInside(db) : undefined }
  } finally {
    await pool.end()
  }
}

const TRY_TO_WRITE = 'insert into probes (id, at) values (2, clock_timestamp()) on conflict (id) do nothing'

/** The first statements of the migrations. */
const TRY_TO_MAKE = 'create table doorman_doctor (id integer); create schema doorman_doctor'

async function lookInside(db: Database): Promise<DatabaseInside> {
  const [counts] = await db.query<Pick<DatabaseInside, 'servers' | 'deadLetters'>>(
    `select (select count(*) from processes where seen_at > clock_timestamp() - '${DEAD_AFTER}'::interval) as servers,
            (select count(*) from dead_letters) as "deadLetters"`,
  )
  const letters = await db.query<{ payload: string }>(
    'select payload from dead_letters where payload is not null',
  )
  const jobs = await db.query<{ payload: Record<string, string | null> }>(
    `select payload->'payload' as payload from graphile_worker._private_jobs where payload->'payload' is not null`,
  )
  return {
    servers: counts?.servers ?? 0,
    deadLetters: counts?.deadLetters ?? 0,
    ...(await readConnections(db)),
    letters: letters.map(({ payload }) => payload),
    payloads: jobs.map(({ payload }) => payload),
  }
}

async function readConnections(db: Database): Promise<Pick<DatabaseInside, 'accounts' | 'connections'>> {
  const connections: DatabaseInside['connections'] = []
  let accounts = 0
  for await (const page of everyAccount(accountOperations(db), ACCOUNTS_A_PAGE)) {
    accounts += page.length
    for (const account of page)
      for (const { provider, uid, credentials } of account.connections)
        connections.push({ provider, uid, credentials })
  }
  return { accounts, connections }
}
