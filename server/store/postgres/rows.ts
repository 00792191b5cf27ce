import type { AuditEvent } from '../../audit/event.ts'
import {
  type Account,
  type Connection,
  emailKey,
  type FormerEmail,
  type Lock,
  type Session,
  type Tombstone,
  type TweetConsent,
  type User,
  usernameKey,
} from '../account.ts'

/*
 * Rows come and go as JSON: `to_json` of a row, and `json_populate_recordset` with the type of the table. So each kind of
 * row has one shape here, and times within one are text, which PostgreSQL writes with `+00:00`.
 */

export interface UserRow {
  id: string
  username: string
  /** Unique; see `usernameKey`. */
  username_key: string
  name: string
  email: string | null
  /** Unique; see `emailKey`. */
  email_key: string | null
  former_emails: readonly FormerEmail[]
  avatar_url: string | null
  created_at: string
  language: string
  welcomed_at: string | null
  leaving_since: string | null
  locked: Lock | null
  tweet_offer_uid: string | null
  tweet_consents: readonly TweetConsent[]
}

export interface ConnectionRow {
  provider: string
  uid: string
  user_id: string
  username: string
  credentials: string
  extra_data: Readonly<Record<string, string>>
  connected_at: string
}

/** Times: see `Session`. */
export interface SessionRow {
  id_hash: string
  id: string
  user_id: string
  browser: string
  system: string
  provider: string | null
  uid: string | null
  created_at: number
  since: number
  confirmed_at: number
  last_seen_at: number
}

export interface EventRow {
  id: string
  at: number
  what: AuditEvent['what']
  outcome: string
  user_id: string | null
  provider: string | null
  /** `AuditEvent.from`, which is a word of SQL. */
  network: string
}

export interface TombstoneRow {
  user_id: string
  deleted_at: string
  identities: readonly string[]
  username: string
}

/** What `ACCOUNT` reads. */
export interface AccountRow {
  user: UserRow
  connections: ConnectionRow[]
}

/** The columns of an account, for a query that has a user `u`. Oldest connection first. */
export const ACCOUNT = `to_json(u) as "user", coalesce((
    select json_agg(c order by c.connected_at, c.seq) from connections c where c.user_id = u.id
  ), '[]') as connections`

/** Of a row with the columns `ACCOUNT`. */
export function accountOf({ user, connections }: AccountRow): Account {
  return { user: userOf(user), connections: connections.map(connectionOf) }
}

function userOf(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    formerEmails: row.former_emails,
    avatarUrl: row.avatar_url,
    createdAt: iso(row.created_at),
    language: row.language,
    welcomedAt: isoOrNull(row.welcomed_at),
    leavingSince: isoOrNull(row.leaving_since),
    lock: row.locked,
    tweetOffer: row.tweet_offer_uid === null ? null : { uid: row.tweet_offer_uid },
    tweetConsents: row.tweet_consents,
  }
}

export function rowOfUser(user: User): UserRow {
  return {
    id: user.id,
    username: user.username,
    username_key: usernameKey(user.username),
    name: user.name,
    email: user.email,
    email_key: user.email === null ? null : emailKey(user.email),
    former_emails: user.formerEmails,
    avatar_url: user.avatarUrl,
    created_at: user.createdAt,
    language: user.language,
    welcomed_at: user.welcomedAt,
    leaving_since: user.leavingSince,
    locked: user.lock,
    tweet_offer_uid: user.tweetOffer?.uid ?? null,
    tweet_consents: user.tweetConsents,
  }
}

export function connectionOf(row: ConnectionRow): Connection {
  return {
    provider: row.provider,
    uid: row.uid,
    username: row.username,
    credentials: row.credentials,
    extraData: row.extra_data,
    connectedAt: iso(row.connected_at),
  }
}

export function rowOfConnection(connection: Connection, userId: string): ConnectionRow {
  return {
    provider: connection.provider,
    uid: connection.uid,
    user_id: userId,
    username: connection.username,
    credentials: connection.credentials,
    extra_data: connection.extraData,
    connected_at: connection.connectedAt,
  }
}

export function sessionOf(row: SessionRow): Session {
  const { provider, uid } = row
  return {
    idHash: row.id_hash,
    id: row.id,
    userId: row.user_id,
    browser: row.browser,
    system: row.system,
    identity: provider === null || uid === null ? null : { provider, uid },
    createdAt: row.created_at,
    since: row.since,
    confirmedAt: row.confirmed_at,
    lastSeenAt: row.last_seen_at,
  }
}

export function rowOfSession(session: Session): SessionRow {
  return {
    id_hash: session.idHash,
    id: session.id,
    user_id: session.userId,
    browser: session.browser,
    system: session.system,
    provider: session.identity?.provider ?? null,
    uid: session.identity?.uid ?? null,
    created_at: session.createdAt,
    since: session.since,
    confirmed_at: session.confirmedAt,
    last_seen_at: session.lastSeenAt,
  }
}

export function eventOf({ user_id: userId, network: from, ...rest }: EventRow): AuditEvent {
  return {
    id: rest.id,
    at: rest.at,
    what: rest.what,
    outcome: rest.outcome,
    userId,
    provider: rest.provider,
    from,
  }
}

export function rowOfEvent({ userId: user_id, from: network, ...rest }: AuditEvent): EventRow {
  return { ...rest, user_id, network }
}

export function tombstoneOf(row: TombstoneRow): Tombstone {
  const { user_id: userId, identities, username } = row
  return { userId, deletedAt: iso(row.deleted_at), identities, username }
}

export function rowOfTombstone({ userId, deletedAt, identities, username }: Tombstone): TombstoneRow {
  return { user_id: userId, deleted_at: deletedAt, identities, username }
}

function iso(moment: string): string {
  return new Date(moment).toISOString()
}

function isoOrNull(moment: string | null): string | null {
  return moment === null ? null : iso(moment)
}
