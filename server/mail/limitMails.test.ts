import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { createLimits } from '../http/limits.ts'
import { RetryLater } from '../jobs/task.ts'
import { limitMails } from './limitMails.ts'
import type { Envelope } from './mailer.ts'

const HOUR_MS = 3_600_000
const MAIL = { subject: 'You', text: 'sign in', html: '<p>sign in</p>' }

async function limitedMailer(env: Record<string, string> = {}) {
  const site = await startTestSite({ env })
  const sent: string[] = []
  const mailer = {
    send: async (_mail: unknown, { messageId }: Envelope) => void sent.push(messageId),
    verify: async () => undefined,
    close() {},
  }
  const limited = limitMails(mailer, site.services)
  const send = (kind: Envelope['kind'], address: string, messageId: string) => {
    const { signal } = new AbortController()
    return limited.send(MAIL, { kind, to: { name: '', address, isVerified: true }, messageId, signal })
  }
  return { site, sent, send }
}

describe('mails to one address', () => {
  it.each(['welcome', 'farewell'] as const)(
    'are three of the kind %s a day, even to a verified one',
    async (kind) => {
      const { site, sent, send } = await limitedMailer()
      for (let count = 0; count < 5; count++) await send(kind, 'Ada@example.org', `id ${count}`)
      await send(kind, 'bo@example.org', 'another address')
      site.advance(23 * HOUR_MS)
      await send(kind, 'ada@example.org', 'too early')
      site.advance(HOUR_MS)
      await send(kind, 'ada@example.org', 'the next day')
      expect(sent).toEqual(['id 0', 'id 1', 'id 2', 'another address', 'the next day'])
    },
  )

  it.each(['reminder', 'connected', 'disconnected', 'address-changed', 'address-taken'] as const)(
    'are three of the kind %s an hour',
    async (kind) => {
      const { site, sent, send } = await limitedMailer()
      for (let count = 0; count < 5; count++) await send(kind, 'ada@example.org', `id ${count}`)
      site.advance(HOUR_MS)
      await send(kind, 'ada@example.org', 'an hour later')
      expect(sent).toEqual(['id 0', 'id 1', 'id 2', 'an hour later'])
    },
  )

  it('count once over all their tries', async () => {
    const { sent, send } = await limitedMailer()
    for (let count = 0; count < 5; count++) await send('welcome', 'ada@example.org', 'the same')
    expect(sent).toHaveLength(5)
  })
})

describe('reminders of the whole site', () => {
  it('wait above 600 a minute, and none is lost', async () => {
    const { site, sent, send } = await limitedMailer()
    const each = Array.from({ length: 600 }, (_, count) =>
      send('reminder', `n${count}@example.org`, `id ${count}`),
    )
    await Promise.all(each)
    const late = () => send('reminder', 'late@example.org', 'late')
    const refusal = await late().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RetryLater)
    const { notBefore } = refusal as RetryLater
    expect(notBefore).toBeGreaterThan(site.services.now())
    expect(notBefore).toBeLessThanOrEqual(site.services.now() + 60_000)
    await send('welcome', 'late@example.org', 'another kind')
    site.advance(60_000)
    await late()
    expect(sent.slice(600)).toEqual(['another kind', 'late'])
  })

  it('count only when a mail is sent: 700 requests without one delay nothing', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const { reminder } = createLimits(
      { ...site.services.config, trustedProxies: ['10.0.0.1'] },
      site.services,
    )
    const from = (index: number) =>
      ({
        get: () => `2001:db8:${index.toString(16)}::1`,
        req: { socket: { remoteAddress: '10.0.0.1' } },
      }) as never
    await Promise.all(Array.from({ length: 700 }, (_, index) => reminder(from(index), undefined)))
    expect((await site.visitor().post('/api/reminder', { email: 'ada@example.org' })).status).toBe(200)
    await site.mail.waitFor(({ subject }) => subject.includes('sign in'))
  }, 60_000)
})

describe('RATE_LIMITS=off', () => {
  it('lets every mail through', async () => {
    const { sent, send } = await limitedMailer({ RATE_LIMITS: 'off' })
    for (let count = 0; count < 9; count++) await send('welcome', 'ada@example.org', `id ${count}`)
    expect(sent).toHaveLength(9)
  })
})
