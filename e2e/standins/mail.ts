import { EventEmitter, once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { html, page } from './page.ts'
import { listen } from './server.ts'

/** A mail that arrived. */
export interface ReceivedMail {
  subject: string
  from: string
  /** The envelope's recipients: where it really went. */
  recipients: string[]
  /** The header. */
  to: string
  messageId: string
  text: string
  html: string
  raw: string
}

/** How the mail server fails: at RCPT for one address or all, or by hanging up after DATA. */
export interface MailFault {
  at: 'rcpt' | 'data'
  /** An SMTP answer, e.g. 451 or 550; 0 hangs up. */
  code: number
  address?: string
}

/** Ports; 0 takes any. */
export interface MailOptions {
  smtpPort?: number
  inboxPort?: number
}

/** A mail server that delivers into an inbox page, and can be told to fail. */
export async function startMail({ smtpPort = 0, inboxPort = 0 }: MailOptions = {}) {
  const mails: ReceivedMail[] = []
  const arrivals = new EventEmitter()
  const fault: { current: MailFault | undefined } = { current: undefined }
  const receive = (mail: ReceivedMail) => {
    mails.push(mail)
    arrivals.emit('mail')
  }
  let smtp = await startSmtp(smtpPort, { receive, fault })
  const inbox = await listen(inboxApp(mails), inboxPort)
  const { port } = smtp.server.address() as AddressInfo

  return {
    smtpUrl: `smtp://localhost:${port}`,
    inboxUrl: inbox.url,
    /** Oldest first. */
    mails,
    fail: (next: MailFault | undefined) => {
      fault.current = next
    },
    /** The first mail that `matches`, now or as soon as it comes. Throws after `timeoutMs`. */
    async waitFor(matches: (mail: ReceivedMail) => boolean, timeoutMs = 5_000): Promise<ReceivedMail> {
      const signal = AbortSignal.timeout(timeoutMs)
      for (;;) {
        const found = mails.find(matches)
        if (found) return found
        await once(arrivals, 'mail', { signal })
      }
    },
    /** No server any more: connections are refused. */
    stop: () => stopSmtp(smtp),
    /** Back on the same port. */
    async start() {
      smtp = await startSmtp(port, { receive, fault })
    },
    async close() {
      await stopSmtp(smtp)
      await inbox.close()
    },
  }
}

interface Delivery {
  receive(mail: ReceivedMail): void
  fault: { readonly current: MailFault | undefined }
}

async function startSmtp(port: number, { receive, fault }: Delivery): Promise<SMTPServer> {
  const sockets = new Map<number, Socket>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    // A server that goes down does not wait for who is connected.
    closeTimeout: 1,
    onRcptTo({ address }, _session, done) {
      const { current } = fault
      const isHit = current?.at === 'rcpt' && (current.address ?? address) === address
      done(isHit ? refusal(current.code) : null)
    },
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address)
      const code = fault.current?.at === 'data' ? fault.current.code : undefined
      parseMail(stream, recipients).then((mail) => {
        // Hanging up after DATA: taken, but the sender never learns of it.
        if (code === undefined || code === 0) receive(mail)
        if (code === 0) sockets.get(session.remotePort)?.destroy()
        else done(code === undefined ? null : refusal(code))
      }, done)
    },
  })
  smtp.on('error', () => undefined)
  smtp.server.on('connection', (socket) => {
    if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket)
  })
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve))
  return smtp
}

function stopSmtp(smtp: SMTPServer): Promise<void> {
  return new Promise((resolve) => smtp.close(() => resolve()))
}

function refusal(code: number): Error {
  return Object.assign(new Error('the stand-in was told to refuse'), { responseCode: code })
}

async function parseMail(stream: SMTPServerDataStream, recipients: string[]): Promise<ReceivedMail> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const parsed = await simpleParser(raw)
  return {
    subject: parsed.subject ?? '',
    from: parsed.from?.text ?? '',
    recipients,
    to: [parsed.to ?? []]
      .flat()
      .map(({ text }) => text)
      .join(', '),
    messageId: parsed.messageId ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    raw: raw.toString(),
  }
}

const LIST = `<h1>Inbox</h1>
<% if (it.mails.length === 0) { %><p class="quiet">No mail yet.</p><% } %>
<% it.mails.forEach((mail) => { %><a class="card" href="/mails/<%= mail.index %>"><strong><%= mail.subject %></strong><small>to <%= mail.recipients.join(', ') %></small></a><% }) %>`

const MAIL = `<p><a href="/">Inbox</a></p><h1><%= it.subject %></h1>
<p class="quiet">from <%= it.from %><br>to <%= it.to %></p>
<iframe title="The mail as HTML" sandbox="allow-popups allow-top-navigation-by-user-activation" srcdoc="<%= it.html %>"></iframe>
<h2>As text</h2><pre class="card"><%= it.text %></pre>
<h2>Source</h2><pre class="card"><%= it.raw %></pre>`

function inboxApp(mails: ReceivedMail[]): Koa {
  const frame = { banner: 'Mail stand-in: nothing left this machine', accent: '#2f5d50' }
  const app = new Koa()
  const router = new Router()
  router.get('/', (ctx) => {
    const body = html(LIST, { mails: mails.map((mail, index) => ({ ...mail, index })).reverse() })
    ctx.body = page({ ...frame, title: 'Inbox', body, refreshSeconds: 3 })
  })
  router.get('/mails/:index', (ctx) => {
    const mail = mails[Number(ctx.params.index)] ?? ctx.throw(404)
    // Links in the frame shall leave it.
    const framed = { ...mail, html: mail.html.replace('<head>', '<head><base target="_top">') }
    ctx.body = page({ ...frame, title: mail.subject, body: html(MAIL, framed) })
  })
  app.use(router.routes())
  return app
}
