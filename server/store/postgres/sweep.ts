import { sql } from 'kysely'
import type { Expiry, Store } from '../store.ts'
import { trimEvents } from './events.ts'
import type { Database } from './tables.ts'

/** Any number, as long as nobody else takes it. */
const LOCK = 1_146_048_878

/** Far above how long anybody asks what became of a commit. */
const ASKED_AFTER_FOR = '5 minutes'

/**
 * `Store.sweep` for a database: of all processes one at a time; the others find it done. It goes through whole tables, so
 * `db` must let statements take their time.
 */
export function createSweep(db: Database, now: () => number): Store['sweep'] {
  return (expiry) =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ isOurs: boolean }>`
        select pg_try_advisory_xact_lock(${LOCK}) as "isOurs"`.execute(tx)
      return rows[0]?.isOurs ? sweep(expiry, now(), tx) : 0
    })
}

async function sweep(expiry: Expiry, now: number, tx: Database): Promise<number> {
  await trimEvents(tx)
  const { rows } = await sql<{ swept: number }>`
    with old as (
      delete from sessions
        where last_seen_at < ${expiry.seenSince} or created_at < ${expiry.createdSince} returning 1
    ), over as (
      delete from uses where until <= ${now} returning key
    ), past as (
      delete from events where at < ${expiry.eventsSince} returning 1
    ), answered as (
      delete from commits where at < now() - ${ASKED_AFTER_FOR}::interval
    )
    select (select count(*) from old) + (select count(distinct key) from over) + (select count(*) from past)
      as swept`.execute(tx)
  return rows[0]?.swept ?? 0
}
