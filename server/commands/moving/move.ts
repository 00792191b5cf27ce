import { existsSync } from 'node:fs'
import { type Document, TABLES } from '../../store/file/document.ts'
import { acquireLock } from '../../store/file/lock.ts'
import { readDataFile, writeDataFile } from '../../store/file/readDataFile.ts'
import type { Query } from '../../store/postgres/client.ts'
import { type Database, databaseOf } from '../../store/postgres/database.ts'
import { DEAD_AFTER } from '../../store/postgres/heartbeat.ts'
import { lookAtDatabase, migrate } from '../../store/postgres/migrate.ts'
import { createPool } from '../../store/postgres/pool.ts'
import { CommandRefused } from '../command.ts'
import { PLACES, readDocument, writeDocument } from './databaseDocument.ts'
import { deleteAgain } from './deleteAgain.ts'
import { type Digest, differences, digestOf } from './digest.ts'

const log = { warn: () => undefined }

const ONE_MOMENT = 'set transaction isolation level repeatable read'

/**
 * Copies a data file into an empty database in one transaction, and reads it back before the commit. Sessions are kept,
 * so nobody has to sign in again. Returns what was moved. Throws `CommandRefused`, or `StoreRefused` when a server
 * uses the file, or one of the two cannot be used; then nothing has changed.
 */
export async function importFile(file: string, url: string): Promise<Digest> {
  if (!existsSync(file)) throw new CommandRefused(`${file} is not there.`)
  const lock = await acquireLock(file)
  try {
    const document = await readDataFile(file)
    return await withDatabase(url, (db) =>
      db.transaction(async (query) => {
        await refuseWhileServed(query)
        await refuseUnlessEmpty(query)
        await writeDocument(document, query)
        return verified(digestOf(document), digestOf(await readDocument(query)))
      }),
    )
  } finally {
    await lock.release()
  }
}

/**
 * Copies a whole database into a new data file. Throws `CommandRefused` and writes nothing while a server uses the
 * database.
 */
export async function exportFile(file: string, url: string): Promise<Digest> {
  if (existsSync(file)) throw new CommandRefused(`${file} is there already; nothing was written.`)
  const document = await withDatabase(url, (db) =>
    db.transaction(async (query) => {
      await query(ONE_MOMENT)
      await refuseWhileServed(query)
      return readDocument(query)
    }),
  )
  await writeDataFile(file, document)
  return verified(digestOf(document), digestOf(await readDataFile(file)))
}

/** The whole database at one moment. */
export function readDatabase(url: string): Promise<Document> {
  return withDatabase(url, (db) => db.transaction(readAtOnce))
}

/**
 * Reads the whole database at one moment for a backup, without changing it. Throws `CommandRefused` if this version has
 * not been started on it yet.
 */
export async function readForBackup(url: string): Promise<Document> {
  const pool = createPool({ url, max: 2, log, statementMs: 0 })
  try {
    const { missing } = await lookAtDatabase(pool)
    if (missing.length > 0)
      throw new CommandRefused(
        'The database is that of an older Doorman, or empty: make the backup with that one, or start this one first.',
      )
    return await databaseOf(pool).transaction(readAtOnce)
  } finally {
    await pool.end()
  }
}

/**
 * Replaces the whole content of the database by a backup, in one transaction. People who were deleted since are deleted
 * again, and sessions that have ended since stay ended. Throws `CommandRefused` and changes nothing while a server uses
 * the database.
 */
export function restoreDatabase(backup: Document, url: string): Promise<Document> {
  return withDatabase(url, (db) =>
    db.transaction(async (query) => {
      await lockAll(query)
      await refuseWhileServed(query)
      const restored = await restoredOf(backup, query)
      for (const table of TABLES.toReversed()) await query(`delete from ${PLACES[table]}`)
      await writeDocument(restored, query)
      verified(digestOf(restored), digestOf(await readDocument(query)))
      return restored
    }),
  )
}

async function readAtOnce(query: Query): Promise<Document> {
  await query(ONE_MOMENT)
  return readDocument(query)
}

/** In an empty database no session counts as ended. */
async function restoredOf(backup: Document, query: Query): Promise<Document> {
  const present = await readDocument(query)
  const restored = deleteAgain(backup, present.tombstones)
  if (present.accounts.length === 0) return restored
  const alive = new Set(present.sessions.map(({ idHash }) => idHash))
  return { ...restored, sessions: restored.sessions.filter(({ idHash }) => alive.has(idHash)) }
}

async function lockAll(query: Query): Promise<void> {
  for (const table of TABLES) await query(`lock table ${PLACES[table]} in exclusive mode`)
}

/** Migrates the database and works on it without time-outs. */
async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const pool = createPool({ url, max: 3, log, statementMs: 0 })
  try {
    await migrate(pool)
    return await work(databaseOf(pool))
  } finally {
    await pool.end()
  }
}

const ALIVE = `select 1 from processes where seen_at > clock_timestamp() - '${DEAD_AFTER}'::interval limit 1`

/** Throws while servers use the database, because the copy would miss what they write meanwhile. */
async function refuseWhileServed(query: Query): Promise<void> {
  const alive = await query(ALIVE)
  if (alive.length === 0) return
  throw new CommandRefused(
    'The database is in use by a server: stop all servers first. One that was killed is known to be gone after half a minute.',
  )
}

/** The locks also keep out servers that start meanwhile. */
async function refuseUnlessEmpty(query: Query): Promise<void> {
  await lockAll(query)
  for (const table of TABLES) {
    const rows = await query(`select 1 from ${PLACES[table]} limit 1`)
    if (rows.length > 0)
      throw new CommandRefused(`The database is not empty: there are ${table} in it. Nothing was changed.`)
  }
}

function verified(expected: Digest, found: Digest): Digest {
  const wrong = differences(expected, found)
  if (wrong.length > 0)
    throw new CommandRefused(`What was written is not what was read: ${wrong.join('; ')}.`)
  return found
}
