import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import { RetryLater, task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { RECEIVER, tellReceiver } from './receiver.ts'
import { presentUser, type WebhookType } from './webhookEvent.ts'

/** The delay of other webhooks about a user who is being deleted. */
const LEAVING_PAUSE_MS = 60_000

/** The types that these jobs send; `user.deleting` is a step of the deletion. */
type ToldType = Exclude<WebhookType, 'user.deleting'>

/** `sessions`: the number of ended sessions, as text; null for other types. */
type Payload = { type: ToldType; userId: string; at: string; sessions: string | null }

/**
 * Sends a webhook about an account to the site. The user is read when the webhook is sent: the job contains
 * no personal data, and does nothing when the account is gone.
 */
export const sendWebhook = task<Payload, Services>(
  'sendWebhook',
  async ({ type, userId, at, sessions }, services, { id, signal }) => {
    const user = type === 'user.deleted' ? { id: userId } : await readUser(userId, services)
    if (!user) return
    const data = sessions === null ? { user } : { user, sessions: Number(sessions) }
    const outcome = await tellReceiver({ id, body: { type, timestamp: at, data } }, { ...services, signal })
    if (outcome.kind === 'refused') throw new Error(outcome.reason)
  },
  RECEIVER,
)

/**
 * The user in the form for the site. Throws `RetryLater` while the user is being deleted: a site that has
 * acknowledged `user.deleting` must get no more data about them, but the deletion may still be cancelled.
 */
async function readUser(userId: string, { store, now }: Pick<Services, 'store' | 'now'>) {
  const account = await store.find({ id: userId })
  if (!account) return undefined
  if (account.user.leavingSince !== null) {
    throw new RetryLater('the account is being deleted', now() + LEAVING_PAUSE_MS)
  }
  return presentUser(account)
}

/** The account and the time of an event (ISO 8601). */
export interface Told {
  userId: string
  at: string
  /** The number of ended sessions. */
  sessions?: number
}

/** The job that sends the webhook, for the commit of the event; none without WEBHOOK_URL, or if no session ended. */
export function tellSite(
  { webhook }: Pick<Config, 'webhook'>,
  type: ToldType,
  { userId, at, sessions }: Told,
): JobDescription[] {
  if (!webhook || sessions === 0) return []
  const payload = { type, userId, at, sessions: sessions === undefined ? null : String(sessions) }
  return [sendWebhook.delay(payload, { userId: type === 'user.deleted' ? null : userId })]
}
