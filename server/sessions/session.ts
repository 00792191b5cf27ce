import { type Identity, identityKey, type Session } from '../store/account.ts'

/** The maximum number of sessions of one account. One more ends the least recently used. */
export const MAX_SESSIONS = 50

/** Sign-in methods, address and sessions may be changed for this long after a sign-in (ASVS 7.5.1, 7.5.3). */
const RECENT_MS = 2 * 3_600_000

/** The limits of SESSION_IDLE_DAYS and SESSION_MAX_DAYS, in milliseconds (ASVS 7.3.1, 7.3.2). */
export interface SessionLimits {
  sessionIdleMs: number
  sessionMaxMs: number
}

/** The sign-in from which a session is created. */
export interface NewSession
  extends Pick<Session, 'idHash' | 'id' | 'userId' | 'browser' | 'system' | 'network'> {
  /** The identity that signed in. */
  identity: Identity
  /** ISO 8601: the time when that identity was connected to the account. */
  connectedAt: string
  /** Unix milliseconds. */
  now: number
}

/** Creates the session of a browser that was not signed in to this account. */
export function beginSession({ connectedAt: _, now, ...known }: NewSession): Session {
  return { ...known, since: now, confirmedAt: now, createdAt: now, lastSeenAt: now }
}

/**
 * Continues the session of a browser that signs in again to the same account. A connection made during the
 * session does not confirm it: otherwise a thief with a stolen session could connect their own identity and
 * then confirm the session through it.
 */
export function continueSession(before: Session, signIn: NewSession): Session {
  const { now, connectedAt } = signIn
  const confirms = Date.parse(connectedAt) <= before.since
  return {
    ...beginSession(signIn),
    since: before.since,
    confirmedAt: confirms ? now : before.confirmedAt,
  }
}

/**
 * The same session under a new id, after it connected an identity. Its age and its last confirmation stay.
 */
export function connectSession(before: Session, { idHash, id, now }: NewSession): Session {
  return { ...before, idHash, id, lastSeenAt: now }
}

/** Whether the session is within both limits at `now` (Unix milliseconds). */
export function isAlive(session: Session, limits: SessionLimits & { now: number }): boolean {
  const { now, sessionIdleMs, sessionMaxMs } = limits
  return session.lastSeenAt >= now - sessionIdleMs && session.createdAt >= now - sessionMaxMs
}

/** Whether the session was last confirmed recently, at `now` (Unix milliseconds). */
export function isRecent({ confirmedAt }: Pick<Session, 'confirmedAt'>, now: number): boolean {
  return now - confirmedAt <= RECENT_MS
}

/** `idHash` of the sessions that must end so that another can begin: the least recently used. */
export function surplusOf(sessions: readonly Session[]): string[] {
  const newestFirst = [...sessions].sort((a, b) => b.lastSeenAt - a.lastSeenAt)
  return newestFirst.slice(MAX_SESSIONS - 1).map(({ idHash }) => idHash)
}

/**
 * `idHash` of the sessions that end when the identity is disconnected: all that signed in with it, except
 * `except`. Sessions of older versions have no identity, so they are included.
 */
export function sessionsThrough(sessions: readonly Session[], identity: Identity, except: string): string[] {
  const key = identityKey(identity)
  return sessions
    .filter((session) => session.idHash !== except)
    .filter((session) => session.identity === null || identityKey(session.identity) === key)
    .map(({ idHash }) => idHash)
}
