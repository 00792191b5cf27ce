import type { DeskPerson, DeskPersonDetails, DeskSession } from '../deskApi.ts'
import { type Account, type Session, standingOf } from '../store/account.ts'

/** An account in a list. `lastSeenAt` is in Unix milliseconds. */
export function presentPerson({ user, connections }: Account, lastSeenAt: number | null): DeskPerson {
  const { id, username, name, email, lock, createdAt } = user
  return {
    id,
    username,
    name,
    email,
    state: standingOf(user),
    lockReason: lock?.reason ?? null,
    createdAt,
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
    connections: connections.map(({ provider, uid, username: there }) => ({
      provider,
      uid,
      username: there,
    })),
  }
}

/** An account on its own page. */
export function presentDetails(
  account: Account,
  { lastSeenAt, isOperator }: { lastSeenAt: number | null; isOperator: boolean },
): DeskPersonDetails {
  const { avatarUrl, language, lock, leavingSince } = account.user
  const lockedAt = lock?.at ?? null
  const person = presentPerson(account, lastSeenAt)
  return { ...person, avatarUrl, language, lockedAt, leavingSince, isOperator }
}

/** A session, without the hash of its cookie. */
export function presentDeskSession(session: Session): DeskSession {
  const { id, browser, system, createdAt, lastSeenAt, identity } = session
  const times = {
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
  }
  return { id, browser, system, ...times, provider: identity?.provider ?? null }
}
