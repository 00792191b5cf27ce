import { createTransport } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type MailOptions, startMail } from './mail.ts'

async function mailServer(options: MailOptions = {}) {
  const mail = await startMail(options)
  onTestFinished(() => mail.close())
  const send = (to = 'ada@example.org', more: object = {}, greetingTimeout = 10_000) => {
    const transport = createTransport({ url: mail.smtpUrl, greetingTimeout })
    const message = { from: 'Doorman <doorman@example.org>', to, subject: 'Hello', text: 'Hi there', ...more }
    return transport.sendMail(message).finally(() => transport.close())
  }
  return { mail, send }
}

describe('the mail server', () => {
  it('parses a received mail', async () => {
    const { mail, send } = await mailServer()
    const arriving = mail.waitFor(({ subject }) => subject === 'Grüße 🚪')
    const more = {
      subject: 'Grüße 🚪',
      html: '<p>Hi <b>there</b></p>',
      messageId: '<1@example.org>',
      bcc: 'eve@example.org',
    }
    await send('Ada <ada@example.org>', more)
    expect(await arriving).toMatchObject({
      id: 0,
      from: '"Doorman" <doorman@example.org>',
      to: '"Ada" <ada@example.org>',
      recipients: ['ada@example.org', 'eve@example.org'],
      messageId: '<1@example.org>',
      text: expect.stringContaining('Hi there'),
      html: '<p>Hi <b>there</b></p>',
      raw: expect.stringContaining('Message-ID: <1@example.org>'),
    })
  })

  it('names the mails that arrived when the expected one does not', async () => {
    const { mail, send } = await mailServer()
    await send()
    await expect(mail.waitFor(() => false, 1)).rejects.toThrow("'Hello' to ada@example.org")
  })

  it('requires the password, if one is set', async () => {
    const { mail, send } = await mailServer({ auth: { user: 'me@site', pass: 'p/w:d' } })
    await send()
    expect(mail.mails).toHaveLength(1)
    const stranger = createTransport({ url: mail.smtpUrl.replace(/\/\/.*@/, '//me:wrong@') })
    await expect(stranger.sendMail({ from: 'a@example.org', to: 'b@example.org' })).rejects.toMatchObject({
      code: 'EAUTH',
    })
  })

  it('refuses one recipient or all with the given code', async () => {
    const { mail, send } = await mailServer()
    mail.faults.set('grace@example.org', { kind: 'rcpt', code: 550 })
    await expect(send('grace@example.org')).rejects.toMatchObject({ code: 'EENVELOPE', responseCode: 550 })
    await send('ada@example.org')
    mail.faults.set('*', { kind: 'rcpt', code: 451, times: 1 })
    await expect(send()).rejects.toMatchObject({ responseCode: 451 })
    await send()
    expect(mail.mails).toHaveLength(2)
  })

  it('refuses a wrong password, sender or certificate', async () => {
    const { mail, send } = await mailServer()
    mail.faults.set('*', { kind: 'auth', code: 535 })
    await expect(send()).rejects.toMatchObject({ command: 'MAIL FROM', responseCode: 530 })
    const url = mail.smtpUrl.replace('//', '//me:password@')
    const transport = createTransport({ url })
    const message = { from: 'a@example.org', to: 'b@example.org', text: 'Hi' }
    await expect(transport.sendMail(message)).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 })
    mail.faults.set('*', { kind: 'from', code: 550, words: 'Sender rejected' })
    await expect(transport.sendMail(message)).rejects.toThrow('550 Sender rejected')
    mail.faults.set('*', { kind: 'certificate' })
    await expect(send()).rejects.toThrow(/certificate/)
    mail.faults.set('*', { kind: 'oldTls' })
    await expect(send()).rejects.toThrow(/protocol version/)
    mail.faults.clear()
    await Promise.all([send(), transport.sendMail(message)])
    expect(mail.mails).toHaveLength(2)
  })

  it('refuses after DATA, or accepts the mail without an answer', async () => {
    const { mail, send } = await mailServer()
    mail.faults.set('*', { kind: 'data', code: 554 })
    await expect(send()).rejects.toMatchObject({ responseCode: 554 })
    expect(mail.mails).toHaveLength(0)
    mail.faults.set('*', { kind: 'hangUp' })
    await expect(send()).rejects.toThrow(/closed/i)
    expect(mail.mails).toHaveLength(1)
  })

  it('sets faults by the short form `fail`', async () => {
    const { mail, send } = await mailServer()
    mail.fail({ at: 'rcpt', code: 550, address: 'grace@example.org' })
    await send()
    await expect(send('grace@example.org')).rejects.toMatchObject({ responseCode: 550 })
    mail.fail({ at: 'data', code: 0 })
    await expect(send('grace@example.org')).rejects.toThrow(/closed/i)
    mail.fail(undefined)
    await send('grace@example.org')
    expect(mail.mails).toHaveLength(3)
  })

  it('hangs up at once, greets too late, or delays the mail', async () => {
    const { mail, send } = await mailServer()
    mail.faults.set('*', { kind: 'down', times: 1 })
    await expect(send()).rejects.toThrow(/closed/i)
    mail.faults.set('*', { kind: 'slow', ms: 60_000, times: 1 })
    await expect(send(undefined, {}, 200)).rejects.toThrow(/greeting/i)
    mail.faults.set('*', { kind: 'delay', ms: 1, times: 1 })
    await send()
  })

  it('stops and starts again on the same port', async () => {
    const { mail, send } = await mailServer()
    await mail.stop()
    await expect(send()).rejects.toMatchObject({ code: 'ESOCKET' })
    await mail.start()
    await send()
    expect(mail.mails).toHaveLength(1)
  })
})

describe('the inbox', () => {
  it('shows mails newest first, in a frame without scripts, and can be emptied', async () => {
    const { mail, send } = await mailServer()
    await send('ada@example.org', { subject: '<i>first</i>' })
    await send('ada@example.org', {
      subject: 'second',
      html: '<head></head><a href="http://localhost/">"in"</a>',
    })
    const list = await (await fetch(mail.inboxUrl)).text()
    expect(list.indexOf('second')).toBeLessThan(list.indexOf('&lt;i&gt;first'))
    const page = await (await fetch(`${mail.inboxUrl}/mails/1`)).text()
    expect(page).toContain('srcdoc="&lt;head&gt;&lt;base target=&quot;_top&quot;&gt;')
    expect(page).not.toContain('allow-scripts')
    expect(await (await fetch(`${mail.inboxUrl}/mails.json`)).json()).toMatchObject([
      { id: 0 },
      { id: 1, subject: 'second' },
    ])
    expect((await fetch(`${mail.inboxUrl}/mails/3`)).status).toBe(404)
    await fetch(`${mail.inboxUrl}/empty`, { method: 'POST' })
    expect(mail.mails).toEqual([])
    await send()
    expect(mail.mails).toMatchObject([{ id: 2 }])
  })
})
