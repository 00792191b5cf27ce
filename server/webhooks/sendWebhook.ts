import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import { RetryLater, task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { RECEIVER, tellReceiver } from './receiver.ts'
import { presentUser, type WebhookType } from './webhookEvent.ts'

/** While an account is being deleted, what else there is to tell of it waits in steps of so long. */
const LEAVING_PAUSE_MS = 60_000

/** What a job may tell; `user.deleting` is a step of the deletion. */
type ToldType = Exclude<WebhookType, 'user.deleting'>

/** `sessions`: how many ended, as text; null for other types. */
type Payload = { type: ToldType; userId: string; at: string; sessions: string | null }

/**
 * Tells the site's receiver what happened to an account. The user is read when the webhook is sent: the job carries no
 * personal data, and ends quietly when the account is gone.
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
 * The user as the site is told of them. Throws `RetryLater` while they are leaving: a site that has acknowledged
 * `user.deleting` must hear of nothing that it would keep, but a deletion may still be cancelled.
 */
async function readUser(userId: string, { store, now }: Pick<Services, 'store' | 'now'>) {
  const account = await store.find({ id: userId })
  if (!account) return undefined
  if (account.user.leavingSince !== null) {
    throw new RetryLater('the account is being deleted', now() + LEAVING_PAUSE_MS)
  }
  return presentUser(account)
}

/** What happened to whom; `at` is ISO 8601. */
export interface Told {
  userId: string
  at: string
  /** How many sessions ended. */
  sessions?: number
}

/** The job that tells the site, for the commit that it tells of; none without WEBHOOK_URL. */
export function tellSite(
  { webhook }: Pick<Config, 'webhook'>,
  type: ToldType,
  { userId, at, sessions }: Told,
): JobDescription[] {
  if (!webhook) return []
  const payload = { type, userId, at, sessions: sessions === undefined ? null : String(sessions) }
  return [sendWebhook.delay(payload, { userId: type === 'user.deleted' ? null : userId })]
}
