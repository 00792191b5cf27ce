import type { OwnSession } from '../api.ts'
import type { Session } from '../store/account.ts'

/**
 * A session as its owner may see it: without the hash that its cookie is checked against. `current`: the one that asks, if the
 * owner does.
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
