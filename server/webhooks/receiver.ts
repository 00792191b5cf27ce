import type { Config } from '../config.ts'
import { ServiceDown } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { type Delivery, deliver } from './deliver.ts'
import type { WebhookBody, WebhookType } from './webhookEvent.ts'

/**
 * The options of every task that posts to the receiver: their jobs wait together while it is down, and a
 * hanging receiver leaves most of the worker's slots to mails.
 */
export const RECEIVER = { service: 'webhook', atOnce: 2 } as const

/** The types that the receiver has refused with 410, until the next start. */
const unwanted = new WeakMap<Config, Set<WebhookType>>()

/** A webhook and its id, which is the same on every try. */
export interface Message {
  id: string
  body: WebhookBody
}

/** The result of a try when the receiver is up. */
export type Outcome = Exclude<Delivery, { kind: 'unreachable' }>

/**
 * Posts to the receiver once. A type that it has answered with 410 is not posted again until the next start.
 * Throws `ServiceDown` when the receiver is down.
 */
export async function tellReceiver(
  { id, body }: Message,
  { config, log, now, signal }: Pick<Services, 'config' | 'log' | 'now'> & { signal: AbortSignal },
): Promise<Outcome> {
  const { webhook: receiver } = config
  const { type } = body
  if (!receiver || unwanted.get(config)?.has(type)) return { kind: 'gone' }
  const delivery = await deliver(body, { receiver, id, now: now(), signal })
  if (delivery.kind === 'unreachable') {
    const { reason, cause, waitMs } = delivery
    // If the receiver only fails for one webhook, that one must not block the others for ever.
    throw new ServiceDown(reason, { cause, waitMs, goesBehind: true })
  }
  if (delivery.kind === 'gone') {
    unwanted.set(config, (unwanted.get(config) ?? new Set()).add(type))
    log.warn({ type }, 'the webhook receiver wants no more of this type (410): none until the next start')
  }
  return delivery
}
