import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import type { ReceivedWebhook, WebhookReceiver } from '../../e2e/standins/webhookReceiver.ts'
import { isSignedWith } from '../../e2e/standins/webhookReceiver.ts'
import { hurry, OLD_SECRET, SECRET, siteWithReceiver } from '../../e2e/support/testReceiver.ts'
import { userOf } from '../../e2e/support/testSite.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }

/** Waits for the first webhook of the type. */
async function arrivalOf(receiver: WebhookReceiver, type: string): Promise<ReceivedWebhook> {
  await expect.poll(() => receiver.ofType(type).length, PATIENCE).toBeGreaterThan(0)
  const [webhook] = receiver.ofType(type)
  if (!webhook) throw new Error(`no ${type}`)
  return webhook
}

/** Ada, who signs in with GitHub for the first time. */
async function withAda(options: Parameters<typeof siteWithReceiver>[0] = {}) {
  const { site, receiver } = await siteWithReceiver(options)
  const ada = site.visitor()
  await ada.signIn('github', 'ada')
  await site.jobsDone()
  return { site, receiver, ada }
}

const typesOf = (receiver: WebhookReceiver) => receiver.received.map(({ type }) => type)

const disconnect = (visitor: Visitor, identity: string) =>
  visitor.fetch(`/api/account/connections/${identity}`, { method: 'DELETE' })

describe('the site is told', () => {
  it('of a new user, with all data that a site may have', async () => {
    const { receiver, ada, site } = await withAda()
    expect(typesOf(receiver)).toEqual(['user.created'])
    const webhook = await arrivalOf(receiver, 'user.created')
    const user = await userOf(ada)
    expect(JSON.parse(webhook.text)).toEqual({
      type: 'user.created',
      timestamp: user?.createdAt,
      data: {
        user: {
          id: user?.id,
          username: 'ada',
          name: 'Ada Lovelace',
          email: 'ada@example.org',
          emailVerified: true,
          avatarUrl: user?.avatarUrl,
          createdAt: user?.createdAt,
          connections: [{ provider: 'github', uid: '1815', username: 'ada' }],
        },
      },
    })
    expect(isSignedWith(webhook, SECRET)).toBe(true)
    const headers = webhook.headers as Record<string, string>
    expect(new Webhook(SECRET).verify(webhook.text, headers)).toEqual(JSON.parse(webhook.text))
    expect(site.lines.some(({ level }) => level >= 40)).toBe(false)
  })

  it('of changes by a sign-in, and of nothing when nothing changed', async () => {
    const { site, receiver, ada } = await withAda()
    await ada.signIn('github', 'ada')
    await site.jobsDone()
    expect(typesOf(receiver)).toEqual(['user.created'])
    const person = site.people.find(({ key }) => key === 'ada')
    if (person) person.name = 'Countess of Lovelace'
    await ada.signIn('github', 'ada')
    const { data } = await arrivalOf(receiver, 'user.updated')
    expect(data.user).toMatchObject({ username: 'ada', name: 'Countess of Lovelace' })
    expect(data).not.toHaveProperty('sessions')
  })

  it('of a new connection, and of a removed one with the sessions that it began', async () => {
    const { site, receiver, ada } = await withAda()
    await ada.signIn('twitter', 'ada', '?connect')
    const connected = await arrivalOf(receiver, 'user.connected')
    expect(connected.data.user.connections).toMatchObject([{ provider: 'github' }, { provider: 'twitter' }])
    await site.visitor().signIn('twitter', 'ada')
    await disconnect(ada, 'twitter/18151210')
    const disconnected = await arrivalOf(receiver, 'user.disconnected')
    expect(disconnected.data.user.connections).toMatchObject([{ provider: 'github' }])
    expect((await arrivalOf(receiver, 'session.ended')).data.sessions).toBe(1)
  })

  it('of a verified address', async () => {
    const { site, receiver, ada } = await withAda()
    await ada.post('/api/account/address', { email: 'countess@example.org' })
    const mail = await site.mail.waitFor(
      ({ recipients }) => recipients.includes('countess@example.org'),
      10_000,
    )
    const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? ''
    const response = await ada.post('/api/account/address/confirm', { code })
    expect(response.status).toBeLessThan(300)
    const { data } = await arrivalOf(receiver, 'user.updated')
    expect(data.user).toMatchObject({ email: 'countess@example.org', emailVerified: true })
  })

  it.each([
    ['a logout', 1, async (ada: Visitor) => void (await ada.get('/logout'))],
    [
      'the end of all others',
      2,
      async (ada: Visitor) => void (await ada.fetch('/api/account/sessions', { method: 'DELETE' })),
    ],
  ])('of the sessions that end by %s', async (_name, count, end) => {
    const { site, receiver, ada } = await withAda()
    await site.visitor().signIn('github', 'ada')
    await site.visitor().signIn('github', 'ada')
    await end(ada)
    const { data } = await arrivalOf(receiver, 'session.ended')
    expect(data).toMatchObject({ sessions: count, user: { username: 'ada', email: 'ada@example.org' } })
  })

  it('of the session that ends because its browser signs in to another account', async () => {
    const { site, receiver, ada } = await withAda()
    await site.visitor().signIn('github', 'margaret')
    await site.jobsDone()
    await ada.signIn('github', 'margaret')
    const known = await arrivalOf(receiver, 'session.ended')
    expect(known.data).toMatchObject({ sessions: 1, user: { username: 'ada' } })
    receiver.received.length = 0
    await ada.signIn('github', 'grace')
    const other = await arrivalOf(receiver, 'session.ended')
    expect(other.data).toMatchObject({ sessions: 1, user: { username: 'mhamilton' } })
  })

  it('with both secrets while they are rotated, and not at all without a receiver', async () => {
    const { site, receiver, ada } = await withAda({ env: { WEBHOOK_SECRET: `${SECRET},${OLD_SECRET}` } })
    const webhook = await arrivalOf(receiver, 'user.created')
    expect([SECRET, OLD_SECRET].map((secret) => isSignedWith(webhook, secret))).toEqual([true, true])
    await site.restart({ WEBHOOK_URL: '', WEBHOOK_SECRET: '' })
    await ada.get('/logout')
    expect((await site.document()).jobs.filter(({ task }) => task === 'sendWebhook')).toEqual([])
  })
})

describe('a receiver that is down', () => {
  it('loses nothing and delays nothing else, and each webhook keeps its id', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('*', { kind: 'answer', status: 500 })
    await ada.get('/logout')
    const first = await arrivalOf(receiver, 'session.ended')
    await receiver.stop()
    await hurry(site, 3_600_000)
    const others = ['barbara', 'margaret']
    for (const person of others) await site.visitor().signIn('github', person)
    for (const person of others) {
      await site.mail.waitFor(({ recipients }) => recipients[0]?.startsWith(person) ?? false, 10_000)
    }
    const waiting = await site.services.queue.list({ state: 'waiting', task: 'sendWebhook', limit: 9 })
    expect(waiting).toHaveLength(3)
    expect(waiting.some(({ reason }) => reason?.startsWith('the webhook receiver'))).toBe(true)
    expect(await site.services.queue.countDead()).toBe(0)
    receiver.clear()
    await receiver.start()
    const arrived = async () => {
      await hurry(site)
      return [receiver.ofType('user.created').length, receiver.ofType('session.ended').length >= 2]
    }
    await expect.poll(arrived, PATIENCE).toEqual([3, true])
    expect(new Set(receiver.ofType('session.ended').map(({ id }) => id))).toEqual(new Set([first.id]))
    const texts = receiver.ofType('session.ended').map(({ text }) => text)
    expect(new Set(texts)).toEqual(new Set([first.text]))
  })

  it('delays no mail by hanging', async () => {
    const { site, receiver } = await siteWithReceiver()
    receiver.fail('*', { kind: 'hang' })
    const people = ['ada', 'margaret', 'barbara', 'katherine']
    for (const person of people) await site.visitor().signIn('github', person)
    const begun = Date.now()
    await expect.poll(() => site.mail.mails.length, PATIENCE).toBe(4)
    expect(Date.now() - begun).toBeLessThan(10_000)
    // It occupies two of the worker's five slots.
    expect(receiver.received).toHaveLength(2)
    await receiver.stop()
  })

  it('delays no others when it only fails for one webhook', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('session.ended', { kind: 'answer', status: 500 })
    await ada.get('/logout')
    await arrivalOf(receiver, 'session.ended')
    await site.visitor().signIn('github', 'grace')
    await site.visitor().signIn('github', 'margaret')
    await expect.poll(() => receiver.ofType('user.created').length, PATIENCE).toBe(3)
    receiver.clear()
    await site.jobsDone()
    expect(await site.services.queue.countDead()).toBe(0)
  })

  it('reveals no personal data in waiting jobs or in the log', async () => {
    const { site, receiver } = await siteWithReceiver()
    receiver.fail('*', { kind: 'answer', status: 503 })
    await site.visitor().signIn('github', 'ada')
    await arrivalOf(receiver, 'user.created')
    const { jobs } = await site.document()
    const told = jobs.filter(({ task }) => task === 'sendWebhook')
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toMatch(/\bada\b|lovelace|example\.org|[":]1815/i)
    expect(JSON.stringify(site.lines)).not.toMatch(/lovelace|example\.org|whsec_/i)
    receiver.clear()
  })
})

describe('a receiver that refuses', () => {
  it('gets the refused webhook again with backoff, while all others go through', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('session.ended', { kind: 'answer', status: 400 })
    await ada.get('/logout')
    await arrivalOf(receiver, 'session.ended')
    await site.visitor().signIn('github', 'grace')
    await expect.poll(() => receiver.ofType('user.created').length, PATIENCE).toBe(2)
    const jobs = () => site.services.queue.list({ state: 'waiting', task: 'sendWebhook', limit: 9 })
    await expect.poll(jobs).toMatchObject([{ attempts: 1, reason: 'the webhook receiver answered 400' }])
    receiver.clear()
    await site.jobsDone()
    expect(receiver.ofType('session.ended')).toHaveLength(2)
  })

  it('gets no more webhooks of a type after 410 until the next start, but all others', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('session.ended', { kind: 'answer', status: 410 })
    await ada.get('/logout')
    await arrivalOf(receiver, 'session.ended')
    await site.jobsDone()
    receiver.clear()
    await ada.signIn('github', 'ada')
    await ada.get('/logout')
    await site.visitor().signIn('github', 'grace')
    await site.jobsDone()
    expect(typesOf(receiver)).toEqual(['user.created', 'session.ended', 'user.created'])
    await site.restart()
    await ada.signIn('github', 'ada')
    await ada.get('/logout')
    await site.jobsDone()
    expect(receiver.ofType('session.ended')).toHaveLength(2)
  })
})
