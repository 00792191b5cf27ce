import { Webhook } from 'standardwebhooks'
import { expect, it, onTestFinished, vi } from 'vitest'
import { isSignedWith, type ReceiverFault, startWebhookReceiver } from '../../e2e/standins/webhookReceiver.ts'
import { OLD_SECRET, SECRET } from '../../e2e/support/testReceiver.ts'
import { type Delivery, deliver } from './deliver.ts'

const BODY = {
  type: 'user.deleted',
  timestamp: '2026-11-01T12:00:00.000Z',
  data: { user: { id: 'ü' } },
} as const

/** Delivers once to a receiver with this fault. */
async function tryDelivering(fault?: ReceiverFault, { secrets = [SECRET], id = 'msg-1' } = {}) {
  const receiver = await startWebhookReceiver()
  onTestFinished(() => receiver.stop())
  if (fault) receiver.fail('*', fault)
  const { signal } = new AbortController()
  const terms = { receiver: { url: receiver.url, secrets }, id, now: Date.now(), signal }
  return { receiver, delivery: await deliver(BODY, terms) }
}

it('posts the body as JSON, signed as Standard Webhooks specifies', async () => {
  const { receiver, delivery } = await tryDelivering()
  expect(delivery).toEqual({ kind: 'accepted' })
  const [webhook] = receiver.received
  if (!webhook) throw new Error('nothing arrived')
  expect(JSON.parse(webhook.text)).toEqual(BODY)
  expect(webhook.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'msg-1' })
  expect(Math.abs(Number(webhook.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(5)
  const headers = webhook.headers as Record<string, string>
  expect(new Webhook(SECRET).verify(webhook.text, headers)).toEqual(BODY)
  expect(isSignedWith(webhook, SECRET)).toBe(true)
  expect(isSignedWith(webhook, OLD_SECRET)).toBe(false)
  expect(isSignedWith({ ...webhook, text: `${webhook.text} ` }, SECRET)).toBe(false)
})

it('signs with both secrets while they are rotated', async () => {
  const { receiver } = await tryDelivering(undefined, { secrets: [SECRET, OLD_SECRET] })
  const [webhook] = receiver.received
  if (!webhook) throw new Error('nothing arrived')
  expect(String(webhook.headers['webhook-signature']).split(' ')).toHaveLength(2)
  expect([SECRET, OLD_SECRET].map((secret) => isSignedWith(webhook, secret))).toEqual([true, true])
  expect(new Webhook(OLD_SECRET).verify(webhook.text, webhook.headers as Record<string, string>)).toEqual(
    BODY,
  )
})

const answer = (status: number, headers?: Record<string, string>) =>
  ({ kind: 'answer', status, ...(headers ? { headers } : {}) }) as const

it.each<[string, ReceiverFault, Delivery]>([
  ['any 2xx as success', answer(299), { kind: 'accepted' }],
  ['410 as a request to stop', answer(410), { kind: 'gone' }],
  ['another 4xx as a refusal', answer(400), { kind: 'refused', reason: 'the webhook receiver answered 400' }],
  ['500 as down', answer(500), { kind: 'unreachable', reason: 'the webhook receiver answered 500' }],
  [
    '429 as down for the time in Retry-After',
    answer(429, { 'retry-after': '7' }),
    { kind: 'unreachable', reason: 'the webhook receiver answered 429', waitMs: 7_000 },
  ],
  [
    'a Retry-After of days as one hour',
    answer(503, { 'retry-after': '999999' }),
    { kind: 'unreachable', reason: 'the webhook receiver answered 503', waitMs: 3_600_000 },
  ],
  [
    'a Retry-After of 0 as one second',
    answer(503, { 'retry-after': '0' }),
    { kind: 'unreachable', reason: 'the webhook receiver answered 503', waitMs: 1_000 },
  ],
  [
    'a closed connection as down',
    { kind: 'hangUp' },
    { kind: 'unreachable', reason: 'the webhook receiver cannot be reached' },
  ],
])('treats %s', async (_name, fault, expected) => {
  const { delivery, receiver } = await tryDelivering(fault)
  expect(delivery).toMatchObject(expected)
  expect(receiver.received).toHaveLength(1)
})

it.each([301, 302, 303, 307, 308])(
  'does not follow a redirect (%i), and takes it as down',
  async (status) => {
    const { delivery, receiver } = await tryDelivering(answer(status, { location: '/elsewhere' }))
    expect(delivery).toMatchObject({ kind: 'unreachable', reason: `the webhook receiver answered ${status}` })
    expect([receiver.received.length, receiver.strayPaths]).toEqual([1, []])
  },
)

it('reads no more of an answer than its buffers hold, and does not wait for its end', async () => {
  const begun = Date.now()
  const { delivery, receiver } = await tryDelivering({ kind: 'slowBody', bytes: 1_000_000 })
  expect(delivery).toEqual({ kind: 'accepted' })
  // Reading the 61 pieces of the body would take longer than that.
  expect(Date.now() - begun).toBeLessThan(5_000)
  const written = receiver.bytesWritten
  expect(written).toBeGreaterThan(0)
  await expect.poll(() => receiver.hungUp).toBe(1)
  expect(receiver.bytesWritten).toBeLessThan(65_537)
})

it('gives up after 15 seconds, and not before', async () => {
  const receiver = await startWebhookReceiver()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  onTestFinished(() => receiver.stop())
  receiver.fail('*', { kind: 'hang' })
  const ended: Delivery[] = []
  const { signal } = new AbortController()
  const terms = { receiver: { url: receiver.url, secrets: [SECRET] }, id: 'msg-1', now: Date.now(), signal }
  const delivering = deliver(BODY, terms).then((delivery) => void ended.push(delivery))
  while (receiver.received.length === 0) await new Promise(setImmediate)
  await vi.advanceTimersByTimeAsync(14_900)
  expect(ended).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  await delivering
  expect(ended).toMatchObject([
    { kind: 'unreachable', reason: 'the webhook receiver did not answer in time' },
  ])
})
