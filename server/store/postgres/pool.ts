import pg from 'pg'
import type { Logger } from '../../log.ts'

const CONNECTS_WITHIN_MS = 3_000
/** The limit for one statement, far above what any of them needs. */
const ANSWERS_WITHIN_MS = 5_000
/** How much longer the client waits for PostgreSQL's own time-out. */
const REPORTS_WITHIN_MS = 2_000

const INT8 = 20
const TIMESTAMPTZ = 1184

/** Parses int8 as a number, and timestamps to ISO 8601 like everywhere in Doorman. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number
    const parse = pg.types.getTypeParser(oid, format as 'text')
    return oid === TIMESTAMPTZ ? (text: string) => parse(text).toISOString() : parse
  },
}

/** What a pool is made with. */
export interface PoolOptions {
  url: string
  /** The maximum number of connections. */
  max: number
  log: Pick<Logger, 'warn'>
  /** The time that a statement may take; 0: no limit. Default: 5 s. */
  statementMs?: number
}

/** A pool that survives restarts of the server. */
export function createPool({ url, max, log, statementMs = ANSWERS_WITHIN_MS }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: verifying(url),
    max,
    types,
    application_name: 'doorman',
    keepAlive: true,
    // Statements of a transaction that do not need each other's answers are sent together.
    pipeline: true,
    connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    query_timeout: statementMs && statementMs + REPORTS_WITHIN_MS,
    // PgBouncer refuses these settings as start-up parameters.
    onConnect: async (client: pg.ClientBase) => {
      await client.query(`set statement_timeout = ${statementMs}; set lock_timeout = ${statementMs};
        set idle_in_transaction_session_timeout = ${2 * statementMs}`)
    },
  })
  // Without a listener the end of an idle connection would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database has ended'))
  // The same for a connection in use. Its query reports the error.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** pg verifies certificates in each of these modes, but warns about the older names on standard error. */
function verifying(url: string): string {
  return url.replace(/\bsslmode=(prefer|require|verify-ca)\b/, 'sslmode=verify-full')
}
