import type { Config } from '../config.ts'
import { ServiceDown } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { type Delivery, deliver } from './deliver.ts'
import type { WebhookBody, WebhookType } from './webhookEvent.ts'

/**
 * What every task that posts to the receiver declares: their jobs wait together while it is down, and a receiver that
 * hangs leaves most of the worker's places to mails.
 */
export const RECEIVER = { service: 'webhook', atOnce: 2 } as const

/** Types that the receiver wants no more of (410), until the next start. */
const unwanted = new WeakMap<Config, Set<WebhookType>>()

/** What is told, under which id, which is the same on every try. */
export interface Message {
  id: string
  body: WebhookBody
}

/** How a try ended for which the receiver is not down. */
export type Outcome = Exclude<Delivery, { kind: 'unreachable' }>

/**
 * Posts to the receiver once. A type that it answered with 410 is not posted any more until the next start. Throws
 * `ServiceDown` when the receiver cannot be had.
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
    // A receiver that fails at one webhook alone must not keep the others waiting for ever.
    throw new ServiceDown(reason, { cause, waitMs, goesBehind: true })
  }
  if (delivery.kind === 'gone') {
    unwanted.set(config, (unwanted.get(config) ?? new Set()).add(type))
    log.warn({ type }, 'the webhook receiver wants no more of this type (410): none until the next start')
  }
  return delivery
}
