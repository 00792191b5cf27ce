import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import { sessionsThrough } from '../sessions/session.ts'
import { type Connection, findConnection, type Identity } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { dropTweets } from '../welcome/consent.ts'
import { revokeGrant } from './revokeGrant.ts'
import { tellOfConnection } from './tellOfConnection.ts'

/** Whether people can sign in with this provider at this site. */
type IsUsable = (provider: string) => boolean

/** The owner's request: the identity, the session and the time (ISO 8601). */
export interface Disconnecting {
  identity: Identity
  /** `idHash` of the requesting session. */
  session: string
  at: string
  isUsable: IsUsable
  event: AuditEvent
  config: Pick<Config, 'webhook'>
}

/**
 * Decides to disconnect an identity, unless nobody could sign in to the account without it. Its other
 * sessions end, its pending posts are dropped, and its grant is revoked.
 */
export function disconnect(
  { account, sessions }: AccountState,
  { identity, session, at, isUsable, event, config }: Disconnecting,
): Decision<'done' | 'gone' | 'last' | 'signed-out'> {
  if (!sessions.some(({ idHash }) => idHash === session)) return { result: 'signed-out' }
  const connection = findConnection(account.connections, identity)
  if (!connection) return { result: 'gone' }
  if (isLast(connection, account.connections, isUsable)) return { result: 'last' }
  const { provider, uid, credentials, connectedAt } = connection
  const user = provider === 'twitter' ? dropTweets(account.user, uid, at) : account.user
  const ends = sessionsThrough(sessions, connection, session)
  const told = { userId: user.id, at }
  return {
    account: { user, connections: account.connections.filter((one) => one !== connection) },
    ends,
    jobs: [
      // The job does not belong to the user, so the grant is revoked even if the account is deleted first.
      revokeGrant.delay({ provider, uid, credentials }),
      ...tellOfConnection(user, { provider, what: 'disconnected', connectedAt }, at),
      ...tellSite(config, 'user.disconnected', told),
      ...tellSite(config, 'session.ended', { ...told, sessions: ends.length }),
    ],
    events: [event],
    result: 'done',
  }
}

/**
 * Whether nobody could sign in to the account without this connection. Nobody signs in with a provider that
 * is off.
 */
export function isLast(
  connection: Connection,
  connections: readonly Connection[],
  isUsable: IsUsable,
): boolean {
  return !connections.some((other) => other !== connection && isUsable(other.provider))
}
