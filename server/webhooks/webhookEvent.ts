import type { Account } from '../store/account.ts'

/** What the site is told of. `user.deleting` must be acknowledged: the deletion waits for it. */
export type WebhookType =
  | 'user.created'
  | 'user.updated'
  | 'user.connected'
  | 'user.disconnected'
  | 'user.locked'
  | 'user.unlocked'
  | 'session.ended'
  | 'user.deleting'
  | 'user.deleted'

/** The body of a webhook, as Standard Webhooks recommends it. */
export interface WebhookBody {
  type: WebhookType
  /** ISO 8601: when it happened, on every try the same. */
  timestamp: string
  data: object
}

/** A user as the site is told of them: nothing secret, and an address only once it is verified. */
export function presentUser({ user, connections }: Account) {
  const { id, username, name, email, avatarUrl, createdAt } = user
  return {
    id,
    username,
    name,
    email,
    emailVerified: email !== null,
    avatarUrl,
    createdAt,
    connections: connections.map(({ provider, uid, username: there }) => ({
      provider,
      uid,
      username: there,
    })),
  }
}
