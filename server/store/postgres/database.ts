import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { StoreUnavailable } from '../store.ts'
import { type Query, type Statement, withClient } from './client.ts'
import { isEntangled, isLost } from './trouble.ts'

/** How long to ask whether a commit with a lost answer was made. A restart of PostgreSQL takes about a second. */
const ASKS_FOR_MS = 8_000
const ASKS_AGAIN_MS = 200

const MAX_TRIES = 3

/** Begins the text of each `Write`: stores the commit id. */
export const COMMITTED = 'committed as (insert into commits (id) values ($1::uuid))'

/** A statement that writes. Its first parameter is the commit id; see `COMMITTED`. */
export interface Write {
  text: string
  /** Its second parameter. */
  value: unknown
}

/**
 * The database for the operations. Each write inserts an id of its own into the table `commits`, so that after a lost
 * answer the id tells whether the commit was made. PostgreSQL's own transaction ids cannot tell: after a crash they are
 * given again. After a deadlock an operation runs again.
 */
export interface Database {
  query: Query
  /** Commits a single statement. */
  write(write: Write): Promise<void>
  /**
   * Runs `reads` in a transaction, passes the rows of the last one to `decide`, and commits the write that it returns.
   * It takes two round trips.
   */
  change<Row, T>(
    reads: readonly Statement[],
    decide: (rows: Row[]) => { write?: Write; result: T },
  ): Promise<T>
  /** Runs `work` in a transaction. It must be safe to repeat. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
}

/** A database on a pool. It drops broken connections and finds out what became of writes without an answer. */
export function databaseOf(pool: pg.Pool): Database {
  return {
    query: (...statement) => withClient(pool, (query) => query(...statement)),
    async write({ text, value }) {
      await answered(pool, (query, attempt) => {
        attempt.isSent = true
        return query(text, [attempt.id, value])
      })
    },
    change: <Row, T>(
      reads: readonly Statement[],
      decide: (rows: Row[]) => { write?: Write; result: T },
    ): Promise<T> =>
      answered<T>(pool, (query, attempt) =>
        inTransaction(query, reads, async (rows: Row[]) => {
          const { write, result } = decide(rows)
          attempt.isSent = write !== undefined
          attempt.result = result
          return { result, last: write && ([write.text, [attempt.id, write.value]] as const) }
        }),
      ),
    transaction: (work) =>
      withClient(pool, (query) => inTransaction(query, [], async () => ({ result: await work(query) }))),
  }
}

/** Sends statements together whenever none needs the answer to another, so that each needs no round trip of its own. */
async function inTransaction<Row, T>(
  query: Query,
  reads: readonly Statement[],
  work: (rows: Row[]) => Promise<{ result: T; last?: Statement }>,
): Promise<T> {
  try {
    const answers = await Promise.all([['begin'] as const, ...reads].map((read) => query<Row>(...read)))
    const { result, last } = await work(answers.at(-1) ?? [])
    await Promise.all([...(last ? [last] : []), ['commit'] as const].map((statement) => query(...statement)))
    return result
  } catch (error) {
    // Also waits for the answers to everything that was sent. Of a lost connection PostgreSQL rolls back by itself.
    await query('rollback').catch(() => undefined)
    throw error
  }
}

/** A write that may have to be asked about. */
interface Attempt<T> {
  id: string
  isSent: boolean
  result?: T
}

/** Runs `work`. When the answer to a write was lost, finds out whether it was committed, and returns its result. */
async function answered<T>(
  pool: pg.Pool,
  work: (query: Query, attempt: Attempt<T>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const attempt: Attempt<T> = { id: randomUUID(), isSent: false }
    try {
      return await withClient(pool, (query) => work(query, attempt))
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      // PostgreSQL aborts one of two transactions that wait for each other. Running it again succeeds.
      if (isEntangled(error) && tries < MAX_TRIES) continue
      // The connection is back in the pool by now, which may have lost all of its connections at once.
      const isUnknown = attempt.isSent && isLost(error.cause)
      if (!isUnknown || !(await hasCommitted(attempt.id, pool, error))) throw error
      return attempt.result as T
    }
  }
}

async function hasCommitted(id: string, pool: pg.Pool, cause: unknown): Promise<boolean> {
  const deadline = performance.now() + ASKS_FOR_MS
  const mark = randomUUID()
  while (performance.now() < deadline) {
    const isOurs = await takeId(id, mark, pool).catch(() => undefined)
    if (isOurs !== undefined) return !isOurs
    await sleep(ASKS_AGAIN_MS)
  }
  throw new StoreUnavailable('the database ended within a commit, and its outcome cannot be found out', {
    cause,
  })
}

/**
 * Returns whether the id is ours because no transaction has committed it. The insert waits while such a transaction
 * runs; once it has succeeded here, that transaction can no longer commit. The mark, a second id, tells us in a later
 * try that we ourselves took the id and only the answer was lost. Throws while the database cannot be asked.
 */
async function takeId(id: string, mark: string, pool: pg.Pool): Promise<boolean> {
  await pool.query(TAKE_ID, [id, mark])
  const marked = await pool.query('select from commits where id = $1', [mark])
  return marked.rowCount === 1
}

const TAKE_ID = `with taken as (insert into commits (id) values ($1) on conflict do nothing returning id)
  insert into commits (id) select $2::uuid from taken`
