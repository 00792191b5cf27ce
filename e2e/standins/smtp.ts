import type { Server, Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import type { Faults } from './faults.ts'
import type { MailFault } from './mailFaults.ts'
import { type Listening, listenOnLoopback } from './server.ts'

/** A mail that the server accepted. */
export interface ReceivedMail {
  /** Counts from 0, and goes on after the inbox was emptied. */
  id: number
  subject: string
  from: string
  /** The recipients of the SMTP envelope. */
  recipients: string[]
  /** The To header. */
  to: string
  messageId: string
  text: string
  html: string
  raw: string
}

/** Counts of connections to the mail server. */
export interface Connections {
  open: number
  /** The highest value of `open` so far. */
  most: number
  total: number
}

/** Options of the SMTP server. */
interface SmtpOptions {
  port: number
  /** Default: every client may send. */
  auth?: { user: string; pass: string }
  faults: Faults<MailFault>
  connections: Connections
  receive(mail: Omit<ReceivedMail, 'id'>): void
}

/** Node's default for clients is TLS 1.2 or newer, so that the handshake fails. */
const OLD_TLS: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }
const ANY_TLS: TlsOptions = { minVersion: undefined, maxVersion: undefined }

/** Starts an SMTP server on loopback. It offers TLS only with the faults `certificate` and `oldTls`. */
export function startSmtp(options: SmtpOptions): Promise<Listening> {
  return listenOnLoopback(() => createSmtp(options), options.port)
}

function createSmtp({ auth, faults, connections, receive }: SmtpOptions): Server {
  const sockets = new Map<string, Socket>()
  const hangUp = (session: SMTPServerSession) => sockets.get(addressOf(session))?.destroy()
  const smtp = new SMTPServer({
    ...authentication(auth, faults),
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onConnect(session, done) {
      const fault = faults.take('', ({ kind }) => ['down', 'slow', 'certificate', 'oldTls'].includes(kind))
      // The library reads these options when the client sends EHLO, and in the handshake, which are later.
      smtp.options.hideSTARTTLS = fault?.kind !== 'certificate' && fault?.kind !== 'oldTls'
      if (!smtp.options.hideSTARTTLS) smtp.updateSecureContext(fault?.kind === 'oldTls' ? OLD_TLS : ANY_TLS)
      if (fault?.kind === 'down') hangUp(session)
      else if (fault?.kind === 'slow') void faults.wait(fault.ms).then(() => done())
      else done()
    },
    onMailFrom(_address, { user }, done) {
      const fault = faults.take('', ({ kind }) => kind === 'from' || (kind === 'auth' && !user))
      if (fault?.kind === 'auth') done(refusal({ code: 530, words: '5.7.0 Authentication required' }))
      else done(fault?.kind === 'from' ? refusal(fault) : null)
    },
    onRcptTo({ address }, _session, done) {
      const fault = faults.take(address, ({ kind }) => kind === 'rcpt')
      done(fault?.kind === 'rcpt' ? refusal(fault) : null)
    },
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address)
      const take = async () => {
        const mail = await readMail(stream, recipients)
        const fault = faultAfterData(faults, recipients)
        if (fault?.kind === 'data') return done(refusal(fault))
        if (fault?.kind === 'delay') await faults.wait(fault.ms)
        receive(mail)
        if (fault?.kind === 'hangUp') hangUp(session)
        else done(null)
      }
      take().catch(done)
    },
  })
  // The faults make clients hang up in the middle of a mail, so such errors are expected.
  smtp.on('error', () => undefined)
  return smtp.server.on('connection', (socket: Socket) => register(socket, sockets, connections))
}

function register(socket: Socket, sockets: Map<string, Socket>, connections: Connections): void {
  const address = addressOf(socket)
  sockets.set(address, socket)
  connections.total += 1
  connections.open += 1
  connections.most = Math.max(connections.most, connections.open)
  socket.once('close', () => {
    sockets.delete(address)
    connections.open -= 1
  })
}

function authentication(auth: SmtpOptions['auth'], faults: SmtpOptions['faults']): SMTPServerOptions {
  return {
    authOptional: !auth,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      const fault = faults.take('', ({ kind }) => kind === 'auth')
      const isKnown = !auth || (username === auth.user && password === auth.pass)
      if (fault?.kind === 'auth') done(refusal(fault))
      else if (isKnown) done(null, { user: username ?? '' })
      else done(refusal({ code: 535, words: 'Invalid username or password' }))
    },
  }
}

/** The remote address and port, which a session and its socket have in common. */
function addressOf({ remoteAddress, remotePort }: { remoteAddress?: string; remotePort?: number }): string {
  return `${remoteAddress} ${remotePort}`
}

function faultAfterData(faults: Faults<MailFault>, recipients: string[]): MailFault | undefined {
  for (const address of recipients) {
    const fault = faults.take(address, ({ kind }) => ['data', 'delay', 'hangUp'].includes(kind))
    if (fault) return fault
  }
  return undefined
}

function refusal({
  code,
  words = 'the stand-in was told to refuse',
}: {
  code: number
  words?: string
}): Error {
  return Object.assign(new Error(words), { responseCode: code })
}

async function readMail(
  stream: AsyncIterable<unknown>,
  recipients: string[],
): Promise<Omit<ReceivedMail, 'id'>> {
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
