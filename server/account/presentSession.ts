import type { OwnSession } from '../api.ts'
import type { Session } from '../store/account.ts'

/**
 * A session for its owner, without the hash of its cookie. `current`: the session of the request; null for an
 * operator.
 */
export function presentSession({ id, idHash, ...session }: Session, current: Session | null): OwnSession {
  return {
    id,
    browser: session.browser,
    system: session.system,
    ...(session.network !== '' && { network: session.network }),
    createdAt: new Date(session.createdAt).toISOString(),
    lastSeenAt: new Date(session.lastSeenAt).toISOString(),
    isCurrent: idHash === current?.idHash,
  }
}
