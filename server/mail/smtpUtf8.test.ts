import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { PermanentFailure, ServiceDown } from '../jobs/task.ts'
import { createMailer } from './mailer.ts'

const MAIL = { subject: 'You', text: 'sign in', html: '<p>sign in</p>' }

interface Received {
  recipients: string[]
  isUtf8: boolean
  raw: string
}

/** A mail server, and a mailer that uses it. */
async function startMailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    ...options,
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const recipients = envelope.rcptTo.map(({ address }) => address)
      const isUtf8 = Boolean(envelope.smtpUtf8)
      received.push({ recipients, isUtf8, raw: Buffer.concat(chunks).toString() })
      done()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const settings = {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mailFrom: { name: 'Doorman', address: 'doorman@example.org' },
    publicUrl: 'https://dif.io',
  }
  const mailer = createMailer(settings, { now: Date.now, elapsed: () => performance.now() })
  onTestFinished(async () => {
    mailer.close()
    await new Promise<void>((resolve) => server.close(resolve))
  })
  const send = (address: string) => {
    const to = { name: 'Пенка', address, isVerified: true }
    return mailer.send(MAIL, { kind: 'reminder', to, messageId: 'id', signal: new AbortController().signal })
  }
  return { received, send, server }
}

describe('a mail to an address with characters outside ASCII', () => {
  it('is sent with SMTPUTF8 and the original characters', async () => {
    const { received, send } = await startMailServer()
    await send('пенка@example.org')
    expect(received.map(({ recipients, isUtf8 }) => [recipients, isUtf8])).toEqual([
      [['пенка@example.org'], true],
    ])
    expect(received[0]?.raw).toMatch(/^To: .*<?пенка@example\.org>?\r$/m)
  })

  it('becomes a dead letter with that reason when the mail server does not offer SMTPUTF8', async () => {
    const { received, send } = await startMailServer({ hideSMTPUTF8: true })
    const refusal = await send('пенка@example.org').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(PermanentFailure)
    expect((refusal as Error).message).toContain('SMTPUTF8')
    expect(received).toEqual([])
    await send('penka@example.org')
    expect(received.map(({ recipients }) => recipients)).toEqual([['penka@example.org']])
  })

  it('waits while the mail server is down', async () => {
    const { send, server } = await startMailServer()
    await new Promise<void>((resolve) => server.close(resolve))
    await expect(send('пенка@example.org')).rejects.toThrow(ServiceDown)
  })
})

describe('a person with such an address', () => {
  it('verifies it, and gets reminders for every spelling of it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'grace')
    expect((await browser.post('/api/account/address', { email: 'пенка@example.org' })).status).toBe(202)
    const mail = await site.mail.waitFor(({ recipients }) => recipients.includes('пенка@example.org'))
    const code = /\d{6}/.exec(mail.subject)?.[0] ?? ''
    expect((await browser.post('/api/account/address/confirm', { code })).status).toBe(204)
    site.mail.mails.length = 0
    const answer = await site.visitor().post('/api/reminder', { email: 'ПЕНКА@example.org' })
    expect([answer.status, await answer.text()]).toEqual([200, "Reminder sent to 'ПЕНКА@example.org'"])
    await site.mail.waitFor(({ text }) => text.includes('GitHub'))
    // Its last letter is Latin.
    const lookalike = await site.visitor().post('/api/reminder', { email: 'пенкa@example.org' })
    expect(lookalike.status).toBe(400)
  })
})

describe('a mail to any other address', () => {
  it('does not request SMTPUTF8', async () => {
    const { received, send } = await startMailServer()
    await send('ada@xn--bcher-kva.example')
    expect(received.map(({ isUtf8 }) => isUtf8)).toEqual([false])
  })
})
