import { readFile, stat } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Document, parseDocument } from '../file/document.ts'
import { writeAndSync } from '../file/durableFile.ts'
import { acquireLock } from '../file/lock.ts'
import { Memory } from '../file/memory.ts'
import { MoveRefused } from './databaseRefused.ts'
import { type Digest, differences, digestOf } from './digest.ts'
import { migrate } from './migrate.ts'
import { readDocument, TABLES, writeDocument } from './moveDocument.ts'
import { createPool } from './pool.ts'
import type { Database, Tables } from './tables.ts'

const log = { warn: () => undefined }

/**
 * Copies a data file into an empty database, in one transaction, and reads it back before it is committed. Sessions stay:
 * nobody has to sign in again. Returns what was moved. Throws `MoveRefused`, `StoreRefused` (a server uses the file) or
 * `DatabaseRefused`, with nothing done.
 */
export async function importFile(file: string, url: string): Promise<Digest> {
  const lock = await acquireLock(file)
  try {
    const document = await readFileStore(file)
    return await withDatabase(url, async (db) => {
      await refuseUnlessEmpty(db)
      await writeDocument(document, db, Date.now())
      return verified(digestOf(document), digestOf(await readDocument(db)))
    })
  } finally {
    await lock.release()
  }
}

/** The way back: all of a database into a data file that is not there yet. Stop the servers before. */
export async function exportFile(file: string, url: string): Promise<Digest> {
  if (await stat(file).catch(() => undefined)) {
    throw new MoveRefused(`${file} is there already; nothing was written.`)
  }
  const document = await withDatabase(url, readDocument)
  await writeAndSync(file, await new Memory(document).toText(document.savedAt))
  return verified(digestOf(document), digestOf(await readFileStore(file)))
}

async function readFileStore(file: string): Promise<Document> {
  try {
    return parseDocument(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new MoveRefused(`${file} cannot be read as a data file (${(cause as Error).message}).`, { cause })
  }
}

/** Works in one transaction, on a database that is up to date, with all the time that it takes. */
async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const pool = createPool({ url, max: 3, log, statementMs: 0 })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(pool)
    return await db.transaction().setIsolationLevel('repeatable read').execute(work)
  } finally {
    await db.destroy()
  }
}

/** The locks keep servers out that are started meanwhile. */
async function refuseUnlessEmpty(db: Database): Promise<void> {
  for (const table of TABLES) {
    await sql`lock table ${sql.table(table)} in exclusive mode`.execute(db)
    const row = await db.selectFrom(table).select(sql`1`.as('one')).limit(1).executeTakeFirst()
    if (row)
      throw new MoveRefused(`The database is not empty: there are ${table} in it. Nothing was changed.`)
  }
}

function verified(expected: Digest, found: Digest): Digest {
  const wrong = differences(expected, found)
  if (wrong.length > 0) throw new MoveRefused(`What was written is not what was read: ${wrong.join('; ')}.`)
  return found
}
