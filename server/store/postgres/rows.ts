import type { Insertable, Selectable } from 'kysely'
import type { AuditEvent } from '../../audit/event.ts'
import type { Job } from '../../jobs/job.ts'
import { emailKey, type Link, type Session, type User, type UserChanges, usernameKey } from '../account.ts'
import type { EventRow, JobRow, LinkRow, SessionRow, UserRow } from './tables.ts'

/** A user of a row. */
export function userOf(row: Selectable<UserRow>): User {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    emailVerified: row.email_verified,
    avatarUrl: row.avatar_url,
    isActive: row.is_active,
    createdAt: iso(row.created_at),
    language: row.language,
    welcomedAt: isoOrNull(row.welcomed_at),
    leavingSince: isoOrNull(row.leaving_since),
    tweetOffer: row.tweet_offer_uid === null ? null : { uid: row.tweet_offer_uid },
    tweetConsents: row.tweet_consents,
  }
}

/** The columns that these changes touch. */
export function columnsOf(changes: UserChanges): Partial<Insertable<UserRow>> {
  const { username, email, tweetOffer, tweetConsents } = changes
  const columns: Partial<Insertable<UserRow>> = {
    username,
    username_key: username === undefined ? undefined : usernameKey(username),
    name: changes.name,
    email,
    email_key: email == null ? email : emailKey(email),
    email_verified: changes.emailVerified,
    avatar_url: changes.avatarUrl,
    language: changes.language,
    welcomed_at: changes.welcomedAt,
    tweet_offer_uid: tweetOffer == null ? tweetOffer : tweetOffer.uid,
    tweet_consents: tweetConsents && JSON.stringify(tweetConsents),
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

/** The row of a user, whole. */
export function rowOfUser(user: User): Insertable<UserRow> {
  return {
    ...(columnsOf(user) as Insertable<UserRow>),
    id: user.id,
    is_active: user.isActive,
    created_at: user.createdAt,
    leaving_since: user.leavingSince,
  }
}

/** A link of a row. */
export function linkOf(row: Selectable<LinkRow>): Link {
  return {
    provider: row.provider,
    uid: row.uid,
    userId: row.user_id,
    username: row.username,
    credentials: row.credentials,
    extraData: row.extra_data,
    connectedAt: iso(row.connected_at),
  }
}

/** The row of a link. */
export function rowOfLink(link: Link): Insertable<LinkRow> {
  return {
    provider: link.provider,
    uid: link.uid,
    user_id: link.userId,
    username: link.username,
    credentials: link.credentials,
    extra_data: JSON.stringify(link.extraData),
    connected_at: link.connectedAt,
  }
}

/** A session of a row. */
export function sessionOf(row: Selectable<SessionRow>): Session {
  return {
    idHash: row.id_hash,
    id: row.id,
    userId: row.user_id,
    browser: row.browser,
    system: row.system,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }
}

/** The row of a session. */
export function rowOfSession(session: Session): Insertable<SessionRow> {
  return {
    id_hash: session.idHash,
    id: session.id,
    user_id: session.userId,
    browser: session.browser,
    system: session.system,
    created_at: session.createdAt,
    last_seen_at: session.lastSeenAt,
  }
}

/** A job of a row. */
export function jobOf(row: Selectable<JobRow>): Job {
  return {
    id: row.id,
    task: row.task,
    payload: row.payload,
    key: row.key,
    userId: row.user_id,
    runAt: row.run_at,
    state: row.state,
    enqueuedAt: row.enqueued_at,
    attempts: row.attempts,
    leaseOwner: row.lease_owner,
    leaseUntil: row.lease_until,
    reason: row.reason,
  }
}

/** The row of a job. */
export function rowOfJob(job: Job): Insertable<JobRow> {
  return {
    id: job.id,
    task: job.task,
    payload: JSON.stringify(job.payload),
    key: job.key,
    user_id: job.userId,
    run_at: job.runAt,
    state: job.state,
    enqueued_at: job.enqueuedAt,
    attempts: job.attempts,
    lease_owner: job.leaseOwner,
    lease_until: job.leaseUntil,
    reason: job.reason,
  }
}

/** An event of a row. */
export function eventOf(row: Selectable<EventRow>): AuditEvent {
  const { id, at, what, outcome, user_id: userId, provider, network: from } = row
  return { id, at, what, outcome, userId, provider, from }
}

/** The row of an event. */
export function rowOfEvent({
  id,
  at,
  what,
  outcome,
  userId,
  provider,
  from,
}: AuditEvent): Insertable<EventRow> {
  return { id, at, what, outcome, user_id: userId, provider, network: from }
}

/** Within JSON the database writes a time with `+00:00`. */
function iso(moment: string): string {
  return new Date(moment).toISOString()
}

function isoOrNull(moment: string | null): string | null {
  return moment === null ? null : iso(moment)
}
