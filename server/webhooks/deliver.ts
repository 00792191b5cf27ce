import { Webhook } from 'standardwebhooks'
import { within } from '../jobs/aborting.ts'
import type { Webhook as Receiver } from '../siteSettings.ts'
import type { WebhookBody } from './webhookEvent.ts'

/** The receiver must have answered by then. */
const ANSWERS_WITHIN_MS = 15_000

/** What came of a try. `retryAfterMs`: how long the receiver asks to be left alone. */
export type Delivery =
  | { kind: 'accepted' }
  | { kind: 'gone' }
  | { kind: 'refused'; reason: string; retryAfterMs: number | undefined }
  | { kind: 'unreachable'; reason: string; cause?: unknown }

/** What a try needs besides the body. */
export interface DeliveryTerms {
  receiver: Receiver
  /** The same on every try, so that the receiver can tell a repetition. */
  id: string
  /** Unix milliseconds. */
  now: number
  signal: AbortSignal
}

/** Posts a webhook once. Redirects are not followed, and nothing of the answer but its head is read. Does not throw. */
export async function deliver(
  body: WebhookBody,
  { receiver, id, now, signal }: DeliveryTerms,
): Promise<Delivery> {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Doorman',
    ...signed(text, { receiver, id, now }),
  }
  const post = (ending: AbortSignal) =>
    fetch(receiver.url, { method: 'POST', headers, body: text, redirect: 'manual', signal: ending })
  try {
    const response = await within(ANSWERS_WITHIN_MS, post, signal)
    await response.body?.cancel()
    return judge(response)
  } catch (cause) {
    return { kind: 'unreachable', reason: 'the webhook receiver cannot be reached', cause }
  }
}

/** https://github.com/standard-webhooks/standard-webhooks: one signature for each secret, separated by spaces. */
function signed(text: string, { receiver, id, now }: Omit<DeliveryTerms, 'signal'>): Record<string, string> {
  const at = new Date(now)
  const signatures = receiver.secrets.map((secret) => new Webhook(secret).sign(id, at, text))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
}

function judge({ status, headers, ok }: Response): Delivery {
  if (ok) return { kind: 'accepted' }
  if (status === 410) return { kind: 'gone' }
  const reason = `the webhook receiver answered ${status}`
  // A redirect is the operator's mistake and affects every webhook, like a receiver that is down.
  if (status >= 500 || (status >= 300 && status < 400)) return { kind: 'unreachable', reason }
  return { kind: 'refused', reason, retryAfterMs: secondsOf(headers.get('retry-after')) }
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined
}
