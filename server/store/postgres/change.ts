import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { JobDescription } from '../../jobs/job.ts'
import { type Account, identityKey, type Tombstone } from '../account.ts'
import { Conflict, type Consequences, type Decision, type Store } from '../store.ts'
import { storable } from './client.ts'
import type { Database } from './database.ts'
import { ADD_JOBS } from './queueRows.ts'
import {
  ACCOUNT,
  type AccountRow,
  accountOf,
  type Row,
  rowOfConnection,
  rowOfEvent,
  rowOfSession,
  rowOfTombstone,
  rowOfUser,
  sessionOf,
} from './rows.ts'

/** Wraps an error that a decision threw, so that it is not taken for an error of the database. */
export class Thrown {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

/** Creates, changes and deletes accounts. */
export function changeOperations(db: Database): Pick<Store, 'create' | 'change'> {
  return {
    async create(account, consequences = {}) {
      await db.write(
        WRITE,
        changesFor(account.user.id, undefined, { ...consequences, account, result: undefined }),
      )
    },
    change: (userId, decide) =>
      // The lock is taken in a statement before the read: a read that waits for the lock would see the connections of
      // before the wait.
      db.transaction(
        `select from users where id = ${pg.escapeLiteral(storable(userId))} for update`,
        async (tx) => {
          const [row] = await tx.query<AccountRow & { sessions: Row[] }>(SELECT, [userId])
          if (!row) return undefined
          const account = accountOf(row)
          const decision = decided(() => decide({ account, sessions: row.sessions.map(sessionOf) }))
          const changes = changesFor(userId, account, decision)
          if (!isNothing(changes)) await tx.write(WRITE, changes)
          return decision.result
        },
      ),
  }
}

const SELECT = `select ${ACCOUNT}, coalesce((
    select json_agg(s order by s.last_seen_at desc) from sessions s where s.user_id = u.id
  ), '[]') as sessions from users u where u.id = $1`

/**
 * Stores a whole change in one statement. $1: the id of the commit. $2: `Changes`. PostgreSQL estimates a hundred rows
 * for a set from JSON and would scan whole tables for them, so rows are found by a single value or an array.
 */
const WRITE = `
  with given as (select $2::json as g),
  committed as (insert into commits (id) values ($1::uuid)),
  created as (
    insert into users select u.* from json_populate_record(null::users, $2::json->'created') u where u.id is not null
  ),
  changed as (
    update users set username = u.username, username_key = u.username_key, name = u.name, email = u.email,
        email_key = u.email_key, name_key = u.name_key, former_emails = u.former_emails,
        avatar_url = u.avatar_url, language = u.language, welcomed_at = u.welcomed_at,
        leaving_since = u.leaving_since, lock = u.lock, tweet_offer = u.tweet_offer, tweet_consents = u.tweet_consents
      from json_populate_record(null::users, $2::json->'changed') u where users.id = u.id
  ),
  buried as (
    insert into tombstones
      select t.* from json_populate_record(null::tombstones, $2::json->'buried') t where t.user_id is not null
      -- Ids are random and never given twice; a copy that was restored by hand may bring one back.
      on conflict (user_id) do update set deleted_at = excluded.deleted_at, identities = excluded.identities,
        username = excluded.username
  ),
  removed as (delete from users where id = $2::json->'buried'->>'user_id'),
  forgotten as (update events set network = '', note = null where user_id = $2::json->'buried'->>'user_id'),
  connected as (
    insert into connections (provider, uid, user_id, username, credentials, extra_data, connected_at)
      select c.provider, c.uid, c.user_id, c.username, c.credentials, c.extra_data, c.connected_at
        from json_populate_recordset(null::connections, $2::json->'connected') c
  ),
  renewed as (
    update connections set username = c.username, credentials = c.credentials, extra_data = c.extra_data,
        connected_at = c.connected_at
      from json_populate_recordset(null::connections, $2::json->'renewed') c
      where connections.user_id = $2::json->>'userId'
        and connections.provider = c.provider and connections.uid = c.uid
  ),
  disconnected as (
    delete from connections using json_populate_recordset(null::connections, $2::json->'disconnected') c
      where connections.user_id = $2::json->>'userId'
        and connections.provider = c.provider and connections.uid = c.uid
  ),
  begun as (
    insert into sessions select s.* from json_populate_record(null::sessions, $2::json->'begun') s
      where s.id_hash is not null
  ),
  ended as (delete from sessions where id_hash = any(array(select json_array_elements_text($2::json->'ended')))),
  recorded as (
    insert into events (id, at, what, outcome, user_id, provider, network, "by", note)
      select e.id, e.at, e.what, e.outcome, e.user_id, e.provider, e.network, e."by", e.note
        from json_populate_recordset(null::events, $2::json->'recorded') e
  )
  ${ADD_JOBS}`

/** The rows of a change, by what happens to them. */
interface Changes {
  userId: string
  created?: Row
  changed?: Row
  buried?: Row
  connected?: Row[]
  renewed?: Row[]
  disconnected?: Row[]
  begun?: Row
  ended: readonly string[]
  recorded: Row[]
  jobs: readonly JobDescription[]
}

function changesFor(userId: string, before: Account | undefined, decision: Decision<unknown>): Changes {
  const { account, ends = [], begins, tombstone, jobs = [] } = decision
  const owners = [account?.user.id, begins?.userId, tombstone?.userId]
  if (owners.some((id) => id !== undefined && id !== userId))
    throw new Thrown(new Error('a decision changes one account'))
  return {
    userId,
    ...(tombstone ? { buried: rowOfTombstone(tombstone) } : account ? accountChanges(account, before) : {}),
    begun: begins && rowOfSession(begins),
    ended: ends,
    recorded: eventRows(decision, tombstone),
    jobs,
  }
}

function isNothing({ userId: _userId, ...changes }: Changes): boolean {
  return Object.values(changes).every(
    (rows) => rows === undefined || (Array.isArray(rows) && rows.length === 0),
  )
}

/** Only the rows that differ. */
function accountChanges({ user, connections }: Account, before: Account | undefined): Partial<Changes> {
  const known = new Map(before?.connections.map((connection) => [identityKey(connection), connection]))
  const kept = new Set(connections.map(identityKey))
  const rows = (some: Account['connections']) => some.map((one) => rowOfConnection(one, user.id))
  const differs = (one: Account['connections'][number]) =>
    !isDeepStrictEqual(known.get(identityKey(one)), one)
  return {
    created: before ? undefined : rowOfUser(user),
    changed: before && !isDeepStrictEqual(before.user, user) ? rowOfUser(user) : undefined,
    connected: rows(connections.filter((one) => !known.has(identityKey(one)))),
    renewed: rows(connections.filter((one) => known.has(identityKey(one)) && differs(one))),
    disconnected: rows([...known.values()].filter((one) => !kept.has(identityKey(one)))),
  }
}

/** Events of a deleted account are stored without their network and note. */
function eventRows({ events = [] }: Consequences, tombstone: Tombstone | undefined): Row[] {
  return events.map((event) => {
    const row = rowOfEvent(event)
    return tombstone && event.userId === tombstone.userId ? { ...row, network: '', note: null } : row
  })
}

function decided<T>(decide: () => T): T {
  try {
    return decide()
  } catch (error) {
    throw error instanceof Conflict ? error : new Thrown(error)
  }
}
