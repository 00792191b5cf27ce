import type { Account } from '../store/account.ts'

/** The types of webhooks. The site must acknowledge `user.deleting`: the deletion waits for that. */
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

/** The body of a webhook, as Standard Webhooks recommends. */
export interface WebhookBody {
  type: WebhookType
  /** ISO 8601: the time of the event, the same on every try. */
  timestamp: string
  data: object
}

/** A user in the form for the site: nothing secret, and only a verified address. */
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
