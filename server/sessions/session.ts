import { type Identity, identityKey, type Session } from '../store/account.ts'

/** At most so many sessions of one account: the one that was not used for longest makes room. */
export const MAX_SESSIONS = 50

/**
 * An account's sign-in methods, address and sessions may be changed for so long after a sign-in (ASVS 7.5.1,
 * 7.5.3).
 */
const RECENT_MS = 2 * 3_600_000

/** The limits of SESSION_IDLE_DAYS and SESSION_MAX_DAYS, in milliseconds (ASVS 7.3.1, 7.3.2). */
export interface SessionLimits {
  sessionIdleMs: number
  sessionMaxMs: number
}

/** A sign-in for which a session is made. */
export interface NewSession
  extends Pick<Session, 'idHash' | 'id' | 'userId' | 'browser' | 'system' | 'network'> {
  /** The identity that signed in. */
  identity: Identity
  /** ISO 8601: since when that identity has been connected to the account. */
  connectedAt: string
  /** Unix milliseconds. */
  now: number
}

/** The session of a browser that was not signed in to this account. */
export function beginSession({ connectedAt: _, now, ...known }: NewSession): Session {
  return { ...known, since: now, confirmedAt: now, createdAt: now, lastSeenAt: now }
}

/**
 * The session of a browser that signs in again to the same account. A connection that was made during the
 * session confirms nothing: otherwise a stolen session could connect an identity of the thief's and then
 * confirm itself through it.
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
 * The same session under another id, after an identity was connected. It becomes no younger and confirms
 * nothing.
 */
export function connectSession(before: Session, { idHash, id, now }: NewSession): Session {
  return { ...before, idHash, id, lastSeenAt: now }
}

/** Whether the session is within both limits at `now` (Unix milliseconds). */
export function isAlive(session: Session, limits: SessionLimits & { now: number }): boolean {
  const { now, sessionIdleMs, sessionMaxMs } = limits
  return session.lastSeenAt >= now - sessionIdleMs && session.createdAt >= now - sessionMaxMs
}

/** Whether its last confirmed sign-in is recent at `now` (Unix milliseconds). */
export function isRecent({ confirmedAt }: Pick<Session, 'confirmedAt'>, now: number): boolean {
  return now - confirmedAt <= RECENT_MS
}

/** `idHash` of the sessions that must end so that one more can begin. */
export function surplusOf(sessions: readonly Session[]): string[] {
  const newestFirst = [...sessions].sort((a, b) => b.lastSeenAt - a.lastSeenAt)
  return newestFirst.slice(MAX_SESSIONS - 1).map(({ idHash }) => idHash)
}

/**
 * `idHash` of the sessions that end when the identity is disconnected: all that it began, but for the one
 * that asks. Sessions of older versions do not know their identity, so that it may have begun them.
 */
export function sessionsThrough(sessions: readonly Session[], identity: Identity, except: string): string[] {
  const key = identityKey(identity)
  return sessions
    .filter((session) => session.idHash !== except)
    .filter((session) => session.identity === null || identityKey(session.identity) === key)
    .map(({ idHash }) => idHash)
}
