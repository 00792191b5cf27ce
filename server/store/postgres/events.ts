import { MAX_EVENTS_OF_USER, type Store } from '../store.ts'
import type { Database } from './database.ts'
import { eventOf, type Row, rowOfEvent } from './rows.ts'

/**
 * Stores events; those of a deleted account without their network and note. `for share` makes the statement wait for a
 * deletion in progress.
 */
const RECORD = `
  with given as (
    select e.* from json_populate_recordset(null::events, $1::json->'rows') e
  ), present as (
    select id from users where id = any(array(select user_id from given)) for share
  )
  insert into events (id, at, what, outcome, user_id, provider, network, "by", note)
    select g.id, g.at, g.what, g.outcome, g.user_id, g.provider,
           case when g.user_id is null or present.id is not null then g.network else '' end, g."by",
           case when g.user_id is null or present.id is not null then g.note end
      from given g left join present on present.id = g.user_id`

/** The operations on the audit trail. */
export function eventOperations({ query }: Database): Pick<Store, 'record' | 'eventsOf'> {
  return {
    async record(events) {
      if (events.length > 0) await query(RECORD, [{ rows: events.map(rowOfEvent) }])
    },
    async eventsOf(userId, count) {
      const rows = await query<{ event: Row }>(
        `select to_json(e) as event from events e where user_id = $1 order by at desc, seq desc limit $2`,
        [userId, Math.min(count, MAX_EVENTS_OF_USER)],
      )
      return rows.map(({ event }) => eventOf(event))
    },
  }
}
