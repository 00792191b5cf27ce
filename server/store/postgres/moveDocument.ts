import { type Insertable, sql } from 'kysely'
import type { Document, Uses } from '../file/document.ts'
import { handOver } from './jobs.ts'
import {
  eventOf,
  jobOf,
  linkOf,
  rowOfEvent,
  rowOfJob,
  rowOfLink,
  rowOfSession,
  rowOfUser,
  sessionOf,
  userOf,
} from './rows.ts'
import type { Database, Tables, UseRow } from './tables.ts'

/** What a document is made of, and so what can be moved. */
export const TABLES = ['users', 'links', 'sessions', 'jobs', 'uses', 'events'] as const

/** PostgreSQL takes 65,535 parameters in one statement. */
const ROWS_AT_ONCE = 2_000

/** All that is in the database, as the content of a data file; `savedAt` is its own clock. */
export async function readDocument(db: Database): Promise<Document> {
  const { rows } = await sql<{ savedAt: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as "savedAt"`.execute(db)
  return {
    version: 1,
    savedAt: rows[0]?.savedAt ?? 0,
    users: (await db.selectFrom('users').selectAll().orderBy('created_at').orderBy('id').execute()).map(
      userOf,
    ),
    links: (await db.selectFrom('links').selectAll().orderBy('seq').execute()).map(linkOf),
    sessions: (await db.selectFrom('sessions').selectAll().orderBy('created_at').execute()).map(sessionOf),
    jobs: (await db.selectFrom('jobs').selectAll().orderBy('seq').execute()).map(jobOf),
    uses: usesOf(await db.selectFrom('uses').selectAll().orderBy('seq').execute()),
    events: (await db.selectFrom('events').selectAll().orderBy('seq').execute()).map(eventOf),
  }
}

/** Puts all of a document into an empty database, and hands its jobs to the engine. */
export async function writeDocument(document: Document, db: Database, now: number): Promise<void> {
  await insert(db, 'users', document.users.map(rowOfUser))
  await insert(db, 'links', document.links.map(rowOfLink))
  await insert(db, 'sessions', document.sessions.map(rowOfSession))
  // Nobody has them in hand any more.
  await insert(
    db,
    'jobs',
    document.jobs.map((job) => rowOfJob({ ...job, leaseUntil: 0 })),
  )
  await insert(db, 'uses', document.uses.flatMap(rowsOfUses))
  await insert(db, 'events', document.events.map(rowOfEvent))
  await sql`
    with handed as (select id, task, run_at from jobs where state in ('waiting', 'running') order by seq)
    select ${handOver('handed', now)} from handed limit 1`.execute(db)
}

async function insert<T extends keyof Tables>(
  db: Database,
  table: T,
  rows: Insertable<Tables[T]>[],
): Promise<void> {
  for (let index = 0; index < rows.length; index += ROWS_AT_ONCE) {
    await db
      .insertInto(table)
      .values(rows.slice(index, index + ROWS_AT_ONCE))
      .execute()
  }
}

/** The last use counts until then; so how long each counts is known. */
function rowsOfUses({ key, uses, until }: Uses): Insertable<UseRow>[] {
  const windowMs = until - (uses.at(-1)?.at ?? until)
  return uses.map(({ at, id }) => ({ key, at, id, until: at + windowMs }))
}

function usesOf(rows: { key: string; at: number; id: string | null; until: number }[]): Uses[] {
  const byKey = new Map<string, Uses>()
  for (const { key, at, id, until } of rows) {
    byKey.set(key, { key, uses: [...(byKey.get(key)?.uses ?? []), { at, id }], until })
  }
  return [...byKey.values()]
}
