import { isDeepStrictEqual } from 'node:util'
import type { JobDescription } from '../../jobs/job.ts'
import { type Account, identityKey, type Tombstone } from '../account.ts'
import type { Consequences, Decision, Store } from '../store.ts'
import { COMMITTED, type Database, type Write } from './database.ts'
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

/** Creates, changes and deletes accounts. */
export function changeOperations(db: Database): Pick<Store, 'create' | 'change'> {
  return {
    async create(account, consequences = {}) {
      const decision = { ...consequences, account, result: undefined }
      await db.write(writeOf(changesFor(account.user.id, undefined, decision)))
    },
    change(userId, decide) {
      const reads = [LOCK, SELECT].map((text) => [text, [userId]] as const)
      return db.change(reads, ([row]: (AccountRow & { sessions: Row[] })[]) => {
        if (!row) return { result: undefined }
        const account = accountOf(row)
        const decision = decide({ account, sessions: row.sessions.map(sessionOf) })
        const changes = changesFor(userId, account, decision)
        const { userId: _userId, ...rows } = changes
        return {
          write: Object.values(rows).some(isAny) ? writeOf(changes) : undefined,
          result: decision.result,
        }
      })
    },
  }
}

/** In a statement before the read: a read that waits for the lock would see the connections of before the wait. */
const LOCK = 'select from users where id = $1 for update'

const SELECT = `select ${ACCOUNT}, coalesce((
    select json_agg(s order by s.last_seen_at desc) from sessions s where s.user_id = u.id
  ), '[]') as sessions from users u where u.id = $1`

/** The row at this place in `Changes`. */
const given = (table: string, place: string) => `json_populate_record(null::${table}, $2::json->'${place}')`
/** The same for several rows. PostgreSQL expects a hundred, and would scan whole tables to find so many. */
const allGiven = (table: string, place: string) =>
  `json_populate_recordset(null::${table}, $2::json->'${place}')`
const OF_USER = `connections.user_id = (select $2::json->>'userId')
  and connections.provider = c.provider and connections.uid = c.uid`
const BURIED = `(select $2::json->'buried'->>'user_id')`

/** The SQL that stores each part of `Changes`. PostgreSQL gives the numbers that order rows (`seq`). */
const PARTS = {
  created: `insert into users select * from ${given('users', 'created')}`,
  changed: `update users set username = u.username, username_key = u.username_key, name = u.name, email = u.email,
      email_key = u.email_key, name_key = u.name_key, former_emails = u.former_emails, avatar_url = u.avatar_url,
      language = u.language, welcomed_at = u.welcomed_at, leaving_since = u.leaving_since, lock = u.lock,
      tweet_offer = u.tweet_offer, tweet_consents = u.tweet_consents
    from ${given('users', 'changed')} u where users.id = u.id`,
  // Ids are random and never given twice; a copy that was restored by hand may bring one back.
  buried: `insert into tombstones select * from ${given('tombstones', 'buried')}
    on conflict (user_id) do update set deleted_at = excluded.deleted_at, identities = excluded.identities,
      username = excluded.username
    ), removed as (delete from users where id = ${BURIED}
    ), forgotten as (update events set network = '', note = null where user_id = ${BURIED}`,
  connected: `insert into connections overriding user value select * from ${allGiven('connections', 'connected')}`,
  renewed: `update connections set username = c.username, credentials = c.credentials, extra_data = c.extra_data,
      connected_at = c.connected_at from ${allGiven('connections', 'renewed')} c where ${OF_USER}`,
  disconnected: `delete from connections using ${allGiven('connections', 'disconnected')} c where ${OF_USER}`,
  begun: `insert into sessions select * from ${given('sessions', 'begun')}`,
  ended: `delete from sessions where id_hash = any(array(select json_array_elements_text($2::json->'ended')))`,
  recorded: `insert into events overriding user value select * from ${allGiven('events', 'recorded')}`,
}

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

/**
 * Stores a whole change in one statement of the parts that it needs. One statement with all parts would cost each
 * sign-in the locks and look-ups of a deletion.
 */
function writeOf(changes: Changes): Write {
  const parts = Object.entries(PARTS).filter(([name]) => isAny(changes[name as keyof typeof PARTS]))
  const named = parts.map(([name, text]) => `, ${name} as (${text})`)
  return {
    text: `with ${COMMITTED}${named.join('')} ${isAny(changes.jobs) ? ADD_JOBS : 'select'}`,
    value: changes,
  }
}

function isAny(rows: unknown): boolean {
  return Array.isArray(rows) ? rows.length > 0 : rows !== undefined
}

function changesFor(userId: string, before: Account | undefined, decision: Decision<unknown>): Changes {
  const { account, ends = [], begins, tombstone, jobs = [] } = decision
  const owners = [account?.user.id, begins?.userId, tombstone?.userId]
  if (owners.some((id) => id !== undefined && id !== userId))
    throw new Error('a decision changes one account')
  return {
    userId,
    ...(tombstone ? { buried: rowOfTombstone(tombstone) } : account ? accountChanges(account, before) : {}),
    begun: begins && rowOfSession(begins),
    ended: ends,
    recorded: eventRows(decision, tombstone),
    jobs,
  }
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
