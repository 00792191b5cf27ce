import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import { RetryLater, ServiceDown, task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { deliver } from './deliver.ts'
import { presentUser, type WebhookType } from './webhookEvent.ts'

/** The service that waits as a whole while the receiver is down. */
export const WEBHOOK_SERVICE = 'webhook'

/** A hanging receiver must leave most of the worker's places to mails. */
const AT_ONCE = 2

/** `sessions`: how many ended, as text; null for other types. */
type Payload = { type: WebhookType; userId: string; at: string; sessions: string | null }

/** Kinds that the receiver wants no more of (410), until the next start. */
const unwanted = new WeakMap<Config, Set<WebhookType>>()

/**
 * Tells the site's receiver what happened to an account. The user is read when the webhook is sent: the job carries no
 * personal data, and ends quietly when the account is gone.
 */
export const sendWebhook = task<Payload, Services>(
  'sendWebhook',
  async ({ type, userId, at, sessions }, { config, store, log, now }, { id, signal }) => {
    const { webhook: receiver } = config
    if (!receiver || unwanted.get(config)?.has(type)) return
    const account = type === 'user.deleted' ? undefined : await store.find({ id: userId })
    if (!account && type !== 'user.deleted') return
    const user = account ? presentUser(account) : { id: userId }
    const data = sessions === null ? { user } : { user, sessions: Number(sessions) }
    const delivery = await deliver({ type, timestamp: at, data }, { receiver, id, now: now(), signal })
    if (delivery.kind === 'accepted') return
    if (delivery.kind === 'gone') {
      unwanted.set(config, (unwanted.get(config) ?? new Set()).add(type))
      log.warn(
        { type },
        'the webhook receiver wants no more webhooks of this type until the next start (410)',
      )
      return
    }
    if (delivery.kind === 'unreachable') throw new ServiceDown(delivery.reason, { cause: delivery.cause })
    if (delivery.retryAfterMs !== undefined)
      throw new RetryLater(delivery.reason, now() + delivery.retryAfterMs)
    throw new Error(delivery.reason)
  },
  { service: WEBHOOK_SERVICE, atOnce: AT_ONCE },
)

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
  type: Exclude<WebhookType, 'user.deleting'>,
  { userId, at, sessions }: Told,
): JobDescription[] {
  if (!webhook) return []
  const payload = { type, userId, at, sessions: sessions === undefined ? null : String(sessions) }
  return [sendWebhook.delay(payload, { userId: type === 'user.deleted' ? null : userId })]
}
