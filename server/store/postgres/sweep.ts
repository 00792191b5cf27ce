import { countedSince } from '../counted.ts'
import { MAX_EVENTS_OF_NOBODY, MAX_EVENTS_OF_USER, type Store } from '../store.ts'
import type { Database } from './database.ts'

/** The key of an advisory lock: any number that nothing else uses. */
const LOCK = 1_146_048_878
const TAKE_LOCK = 'select pg_try_advisory_xact_lock($1) as "isOurs"'

/** Removes the oldest events beyond the maxima. */
const TRIM_OF_NOBODY = `delete from events where user_id is null and seq <= (
  select seq from events where user_id is null order by seq desc offset $1 limit 1)`
const TRIM_OF_USERS = `delete from events where seq in (
  select seq from (
    select seq, row_number() over (partition by user_id order by seq desc) as rank from events
      where user_id in (select user_id from events group by user_id having count(*) > $1)
  ) as own where rank > $1)`

/** Far longer than any process asks about a commit. */
const ASKED_AFTER_FOR = '5 minutes'

const SWEEP = `
  with old as (
    delete from sessions where last_seen_at < $1 or created_at < $2 returning id_hash
  ), past as (
    delete from events where at < $3 returning id
  ), buried as (
    delete from tombstones where deleted_at < to_timestamp($3 / 1000.0) returning user_id
  ), dead as (
    delete from dead_letters where died_at < $3 returning id
  ), over as (
    delete from uses where until <= $4 returning key
  ), forgotten as (
    delete from counters where day < $5 returning day || key
  ), summed as (
    delete from account_tally returning n
  ), tallied as (
    insert into account_tally select coalesce(sum(n), 0) from summed
  ), answered as (
    delete from commits where at < now() - '${ASKED_AFTER_FOR}'::interval
  )
  select (select count(*) from (table old union all table past union all table buried union all table dead
      union all table forgotten) as rows) + (select count(distinct key) from over) as swept`

/**
 * `Store.sweep` for a database. One process at a time does it; the others skip it. It scans whole tables, so `db` must
 * let statements take their time.
 */
export function createSweep(db: Database, now: () => number): Store['sweep'] {
  return ({ seenSince, createdSince, keptSince }) =>
    db.transaction(async (query) => {
      const [lock] = await query<{ isOurs: boolean }>(TAKE_LOCK, [LOCK])
      if (!lock?.isOurs) return 0
      await query(TRIM_OF_NOBODY, [MAX_EVENTS_OF_NOBODY])
      await query(TRIM_OF_USERS, [MAX_EVENTS_OF_USER])
      const at = now()
      const [row] = await query<{ swept: number }>(SWEEP, [
        seenSince,
        createdSince,
        keptSince,
        at,
        countedSince(at),
      ])
      return row?.swept ?? 0
    })
}
