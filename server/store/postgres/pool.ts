import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Logger } from '../../log.ts'
import { StoreUnavailable } from '../store.ts'
import { nameOf } from './prepared.ts'
import { isLost } from './trouble.ts'

/** Nobody waits longer than this for a connection, */
const CONNECTS_WITHIN_MS = 3_000
/** or for a statement; both are far above what they take. */
const ANSWERS_WITHIN_MS = 5_000
/** Should the server not even say that it gave up: so much longer. */
const SAYS_SO_WITHIN_MS = 2_000

/** How long a commit whose answer was lost is asked after: a restart takes about a second. */
const ASKS_FOR_MS = 8_000
const ASKS_AGAIN_MS = 200

const INT8 = 20
const TIMESTAMPTZ = 1184

/** Numbers that fit, and times as the rest of Doorman writes them. */
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
  /** Connections at most. */
  max: number
  log: Pick<Logger, 'warn'>
  /** Overrides the time that a statement may take; 0: for ever. */
  statementMs?: number
}

/** A pool that outlives restarts of the server. */
export function createPool({ url, max, log, statementMs = ANSWERS_WITHIN_MS }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: 'doorman',
    keepAlive: true,
    connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs && statementMs + SAYS_SO_WITHIN_MS,
    lock_timeout: statementMs,
    idle_in_transaction_session_timeout: 2 * statementMs,
  })
  // Without a listener the end of an idle connection would be the end of the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database has ended'))
  // The same for one in use; whoever uses it is told by what they asked.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The pool for Kysely: it throws lost connections away, and finds out what became of a commit without an answer. */
export function steady(pool: pg.Pool): PostgresPool {
  // Kysely's type has cursors, too; without one in its configuration it never asks for any.
  const connect = async () => new SteadyClient(await connectTo(pool), pool) as unknown as PostgresPoolClient
  return { connect, end: () => pool.end() }
}

/** Whatever keeps one from connecting, such as a certificate that has expired, says nothing of the request. */
async function connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (cause) {
    throw new StoreUnavailable('the database cannot be reached', { cause })
  }
}

type Answer = Pick<pg.QueryResult, 'command' | 'rows'>

class SteadyClient {
  readonly #client: pg.PoolClient
  readonly #pool: pg.Pool
  #isBroken = false
  #isReleased = false
  /** What the transaction under way is known by in `commits`. */
  #id = ''

  constructor(client: pg.PoolClient, pool: pg.Pool) {
    this.#client = client
    this.#pool = pool
  }

  async query(statement: string, parameters: readonly unknown[]): Promise<Answer> {
    if (statement === 'begin') return this.#begin()
    if (statement === 'commit') return this.#commit()
    if (statement === 'rollback') return this.#rollback()
    const values = parameters.map(withoutNul)
    return this.#ask(() => this.#client.query({ name: nameOf(statement), text: statement, values }))
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#client.release(this.#isBroken)
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (error) {
      if (isLost(error)) this.#isBroken = true
      throw error
    }
  }

  /**
   * Leaves an id, in the same round trip: should the answer to the commit be lost, it tells what became of it. The id that
   * PostgreSQL gives a transaction would not: after a crash the same is given to another.
   */
  async #begin(): Promise<Answer> {
    this.#id = randomUUID()
    try {
      await this.#client.query(`begin; insert into commits (id) values ('${this.#id}')`)
    } catch (error) {
      // It may have begun all the same, and Kysely rolls back only what it knows to have begun.
      this.#isBroken = true
      throw error
    }
    return { command: 'BEGIN', rows: [] }
  }

  async #commit(): Promise<Answer> {
    try {
      return await this.#ask(() => this.#client.query('commit'))
    } catch (error) {
      if (!this.#isBroken) throw error
      // Its place is needed to ask: all connections may have been lost at once.
      this.release()
      if (!(await this.#hasCommitted(error))) throw error
      return { command: 'COMMIT', rows: [] }
    }
  }

  /** What cannot be rolled back over a lost connection, the server rolls back. */
  async #rollback(): Promise<Answer> {
    if (!this.#isBroken) {
      await this.#client.query('rollback').catch(() => {
        this.#isBroken = true
      })
    }
    return { command: 'ROLLBACK', rows: [] }
  }

  async #hasCommitted(cause: unknown): Promise<boolean> {
    const deadline = performance.now() + ASKS_FOR_MS
    while (performance.now() < deadline) {
      const isFree = await this.#takeId().catch(() => undefined)
      if (isFree !== undefined) return !isFree
      await sleep(ASKS_AGAIN_MS)
    }
    throw new StoreUnavailable('the database ended within a commit, and nobody knows what became of it', {
      cause,
    })
  }

  /**
   * Whether the id of the transaction is free. It waits while the transaction goes on; once the id is taken here, the
   * transaction can no longer be committed. Throws while there is nobody to ask.
   */
  async #takeId(): Promise<boolean> {
    const taken = await this.#pool.query('insert into commits (id) values ($1) on conflict do nothing', [
      this.#id,
    ])
    return taken.rowCount === 1
  }
}

/** PostgreSQL has no text with a NUL in it, so nothing can be found by one either. */
function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}
