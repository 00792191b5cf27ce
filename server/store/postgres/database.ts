import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { StoreUnavailable } from '../store.ts'
import { type Client, connect } from './client.ts'
import { isEntangled, isLost } from './trouble.ts'

/** How long to ask whether a commit with a lost answer was made. A restart of PostgreSQL takes about a second. */
const ASKS_FOR_MS = 8_000
const ASKS_AGAIN_MS = 200

const MAX_TRIES = 3

/**
 * Runs one statement and returns its rows. Statements are constant texts, so that PostgreSQL plans each once per
 * connection.
 */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** A running transaction. */
export interface Transaction {
  query: Query
  /** Runs a statement that writes. Its first parameter is the commit id, which it must insert into `commits`. */
  write(text: string, value: unknown): Promise<void>
}

/**
 * The database for the operations. Each write inserts an id of its own into the table `commits`, so that after a lost
 * answer the id tells whether the commit was made. PostgreSQL's own transaction ids cannot tell: after a crash they are
 * given again.
 */
export interface Database {
  query: Query
  /** Runs a single statement that writes; see `Transaction.write`. */
  write(text: string, value: unknown): Promise<void>
  /**
   * Runs `work` in a transaction. `first`: a statement that is sent together with `begin`. After a deadlock everything
   * runs again, `work` included. A transaction that does not use `write` must be safe to repeat.
   */
  transaction<T>(first: string, work: (transaction: Transaction) => Promise<T>): Promise<T>
  end(): Promise<void>
}

/** A database on a pool. It drops broken connections and finds out what became of writes without an answer. */
export function databaseOf(pool: pg.Pool): Database {
  return {
    query: (text, values = []) => withClient(pool, (client) => client.ask(text, values)),
    write: (text, value) =>
      untangled(async () => {
        const id = randomUUID()
        await answered(id, pool, () => withClient(pool, (client) => client.ask(text, [id, value])))
      }),
    transaction: (first, work) => untangled(() => transact(pool, first, work)),
    end: () => pool.end(),
  }
}

async function transact<T>(
  pool: pg.Pool,
  first: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const id = randomUUID()
  let isWritten = false
  const client = await connect(pool)
  try {
    await client.begin(first)
    const result = await work({
      query: (text, values = []) => client.ask(text, values),
      async write(text, value) {
        isWritten = true
        await client.ask(text, [id, value])
      },
    })
    // Releases the connection before the pool is asked: the pool may have lost all of its connections at once.
    const commit = () => client.commit().finally(() => client.release())
    await (isWritten ? answered(id, pool, commit) : commit())
    return result
  } catch (error) {
    await client.rollback()
    throw error
  } finally {
    client.release()
  }
}

async function withClient<T>(pool: pg.Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(pool)
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** Resolves when `write`, which inserts the id into `commits`, has been committed, even if the answer was lost. */
async function answered(id: string, pool: pg.Pool, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof StoreUnavailable || !isLost(error)) throw error
    if (!(await hasCommitted(id, pool, error))) throw error
  }
}

async function hasCommitted(id: string, pool: pg.Pool, cause: unknown): Promise<boolean> {
  const deadline = performance.now() + ASKS_FOR_MS
  while (performance.now() < deadline) {
    const isFree = await takeId(id, pool).catch(() => undefined)
    if (isFree !== undefined) return !isFree
    await sleep(ASKS_AGAIN_MS)
  }
  throw new StoreUnavailable('the database ended within a commit, and its outcome cannot be found out', {
    cause,
  })
}

/**
 * Returns true if no transaction has committed the id. The insert waits while such a transaction runs; once it has
 * succeeded here, that transaction can no longer commit. Throws while the database cannot be asked.
 */
async function takeId(id: string, pool: pg.Pool): Promise<boolean> {
  const taken = await pool.query('insert into commits (id) values ($1) on conflict do nothing', [id])
  return taken.rowCount === 1
}

/** PostgreSQL aborts one of two transactions that wait for each other. Running it again succeeds. */
async function untangled<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      if (!isEntangled(error) || tries === MAX_TRIES) throw error
    }
  }
}
