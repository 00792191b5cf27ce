import { Webhook } from 'standardwebhooks'
import { within } from '../jobs/aborting.ts'
import type { Webhook as Receiver } from '../siteSettings.ts'
import type { WebhookBody } from './webhookEvent.ts'

/** The receiver must answer within this time. */
const ANSWERS_WITHIN_MS = 15_000

/** The limits for the Retry-After of a receiver. */
const REST_MS = { min: 1_000, max: 3_600_000 }

/** The result of a try. `waitMs` is the Retry-After of the receiver. */
export type Delivery =
  | { kind: 'accepted' }
  | { kind: 'gone' }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string; cause?: unknown; waitMs?: number }

/** The input of a try, besides the body. */
interface DeliveryTerms {
  receiver: Receiver
  /** The same on every try, so that the receiver recognises a repetition. */
  id: string
  /** Unix milliseconds. */
  now: number
  signal: AbortSignal
}

/**
 * Posts a webhook once. Redirects are not followed. Only the head of the answer counts: its body is
 * cancelled, so that only the connection's buffers receive it. Does not throw.
 */
export async function deliver(
  body: WebhookBody,
  { receiver, id, now, signal }: DeliveryTerms,
): Promise<Delivery> {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Doorman',
    ...signatureOf(text, { receiver, id, now }),
  }
  const post = (ending: AbortSignal) =>
    fetch(receiver.url, { method: 'POST', headers, body: text, redirect: 'manual', signal: ending })
  try {
    const response = await within(ANSWERS_WITHIN_MS, post, signal)
    // cancel() fails when the receiver has closed the connection, which does not change its answer.
    response.body?.cancel().catch(() => undefined)
    return judge(response)
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    const reason = isLate
      ? 'the webhook receiver did not answer in time'
      : 'the webhook receiver cannot be reached'
    return { kind: 'unreachable', reason, cause }
  }
}

/** https://github.com/standard-webhooks/standard-webhooks: one signature for each secret, separated by spaces. */
function signatureOf(
  text: string,
  { receiver, id, now }: Omit<DeliveryTerms, 'signal'>,
): Record<string, string> {
  const at = new Date(now)
  const signatures = receiver.secrets.map((secret) => new Webhook(secret).sign(id, at, text))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}

/**
 * A server error, a redirect or too many requests probably concerns every webhook, so it counts as
 * unreachable.
 */
function judge({ status, headers, ok }: Response): Delivery {
  if (ok) return { kind: 'accepted' }
  if (status === 410) return { kind: 'gone' }
  const reason = `the webhook receiver answered ${status}`
  const isDown = status >= 500 || status === 429 || (status >= 300 && status < 400)
  return isDown
    ? { kind: 'unreachable', reason, waitMs: restOf(headers.get('retry-after')) }
    : { kind: 'refused', reason }
}

function restOf(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined
  return Math.min(Math.max(Number(header) * 1_000, REST_MS.min), REST_MS.max)
}
