import { sql } from 'kysely'
import type { AuditEvent } from '../../audit/event.ts'
import type { Store } from '../store.ts'
import { eventOf, rowOfEvent } from './rows.ts'
import type { Database } from './tables.ts'

/** Anybody can fail to sign in, as often as they like; the table must not grow with it. */
const MAX_OF_NOBODY = 10_000

/** More than a person does in all the time that events are kept. */
const MAX_OF_ONE = 1_000

/** The operations on the audit trail. */
export function eventOperations(db: Database): Pick<Store, 'record' | 'eventsOf'> {
  return {
    record: (events) => addEvents(events, db),
    async eventsOf(userId, count) {
      const own = db.selectFrom('events').selectAll().where('user_id', '=', userId)
      const rows = await own.orderBy('at', 'desc').orderBy('seq').limit(count).execute()
      return rows.map(eventOf)
    },
  }
}

/**
 * Adds the events, in one statement. Those of somebody who has been deleted keep no trace of where they came from; the
 * lock makes a deletion under way be waited for.
 */
export async function addEvents(events: readonly AuditEvent[], db: Database): Promise<void> {
  if (events.length === 0) return
  const rows = JSON.stringify(events.map(rowOfEvent))
  await sql`
    with given as (
      select * from json_to_recordset(${rows}::json)
        as g(id text, at bigint, what text, outcome text, user_id text, provider text, network text)
    ), present as (
      select id from users where is_active and id in (select user_id from given) for share
    )
    insert into events (id, at, what, outcome, user_id, provider, network)
      select g.id, g.at, g.what, g.outcome, g.user_id, g.provider,
             case when g.user_id is null or present.id is not null then g.network else '' end
        from given as g left join present on present.id = g.user_id`.execute(db)
}

/** Removes the oldest events of nobody, and of whoever has too many: there must be an end. */
export async function trimEvents(db: Database): Promise<void> {
  await sql`
    delete from events where user_id is null and seq <= (
      select seq from events where user_id is null order by seq desc offset ${MAX_OF_NOBODY} limit 1)`.execute(
    db,
  )
  await sql`
    delete from events where seq in (
      select seq from (
        select seq, row_number() over (partition by user_id order by seq desc) as rank from events
          where user_id in (select user_id from events group by user_id having count(*) > ${MAX_OF_ONE})
      ) as own where rank > ${MAX_OF_ONE})`.execute(db)
}
