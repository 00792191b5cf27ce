import { countedSince } from '../counted.ts'
import type { Expiry, Store } from '../store.ts'
import type { Database, Query } from './database.ts'
import { trimEvents } from './events.ts'

/** The key of an advisory lock: any number that nothing else uses. */
const LOCK = 1_146_048_878
const TAKE_LOCK = 'select pg_try_advisory_xact_lock($1) as "isOurs"'

/** Far longer than any process asks about a commit. */
const ASKED_AFTER_FOR = '5 minutes'

const SWEEP = `
  with old as (
    delete from sessions where last_seen_at < $1 or created_at < $2 returning 1
  ), over as (
    delete from uses where until <= $4 returning key
  ), past as (
    delete from events where at < $3 returning 1
  ), buried as (
    delete from tombstones where deleted_at < to_timestamp($3 / 1000.0) returning 1
  ), dead as (
    delete from dead_letters where died_at < $3 returning 1
  ), forgotten as (
    delete from counters where day < $5 returning 1
  ), summed as (
    delete from account_tally returning n
  ), tallied as (
    insert into account_tally select coalesce(sum(n), 0) from summed
  ), answered as (
    delete from commits where at < now() - '${ASKED_AFTER_FOR}'::interval
  )
  select (select count(*) from old) + (select count(distinct key) from over) + (select count(*) from past)
    + (select count(*) from buried) + (select count(*) from dead)
    + (select count(*) from forgotten) as swept`

/**
 * `Store.sweep` for a database. One process at a time does it; the others skip it. It scans whole tables, so `db` must
 * let statements take their time.
 */
export function createSweep(db: Database, now: () => number): Store['sweep'] {
  return (expiry) =>
    db.transaction(async (query) => {
      const [row] = await query<{ isOurs: boolean }>(TAKE_LOCK, [LOCK])
      return row?.isOurs ? sweep(expiry, now(), query) : 0
    })
}

async function sweep(expiry: Expiry, now: number, query: Query): Promise<number> {
  await trimEvents(query)
  const { seenSince, createdSince, keptSince } = expiry
  const [row] = await query<{ swept: number }>(SWEEP, [
    seenSince,
    createdSince,
    keptSince,
    now,
    countedSince(now),
  ])
  return row?.swept ?? 0
}
