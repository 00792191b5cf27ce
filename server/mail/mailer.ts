import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.ts'
import { untilAborted } from '../jobs/aborting.ts'
import { PermanentFailure, RetryLater, ServiceDown } from '../jobs/task.ts'
import { isRepeatable } from './greeting.ts'
import type { RenderedMail } from './layout.ts'
import { refusalOf, type SmtpError } from './refusal.ts'
import { SiteFaults } from './siteFaults.ts'
import { needsSmtpUtf8, offersSmtpUtf8 } from './smtpUtf8.ts'

/** One address, as stored with the account. */
export interface Recipient {
  address: string
  /** The name that the user chose. `displayName` decides whether it appears in the mail. */
  name: string
  /**
   * Whether the address certainly belongs to that user. If not, a stranger could read a message in the name.
   */
  isVerified: boolean
}

/** The name in `To:`, decided only here. Empty for none. */
export function displayName({ name, isVerified }: Recipient): string {
  return isVerified && isRepeatable(name) ? name : ''
}

/** The recipient and kind of a mail, and the id by which a duplicate is recognised. */
export interface Envelope {
  /** The kind, of which each address gets a limited number; see limitMails.ts. */
  kind:
    | 'reminder'
    | 'welcome'
    | 'farewell'
    | 'address-code'
    | 'address-taken'
    | 'address-changed'
    | 'connected'
    | 'disconnected'
  to: Recipient
  /**
   * The same in all tries of one job: SMTP cannot guarantee exactly once, but mail programs recognise
   * duplicates by it.
   */
  messageId: string
  /** Aborts waiting for the mail server. */
  signal: AbortSignal
}

/** Sends mails. */
export interface Mailer {
  /**
   * Resolves when the mail server has accepted the mail. Throws `PermanentFailure` when it refuses the
   * recipient permanently, `ServiceDown` when it accepts no mail at all (it is down, or the site is set up
   * wrong), and `RetryLater` when it refuses this mail for such a reason but accepts others.
   */
  send(mail: RenderedMail, envelope: Envelope): Promise<void>
  /** Connects, greets and authenticates. Throws the mail server's error. */
  verify(): Promise<void>
  close(): void
}

/** A mail in nodemailer's form, to exactly one address, whatever the address contains. */
export function messageOf(
  mail: RenderedMail,
  { to, messageId }: Pick<Envelope, 'to' | 'messageId'>,
  from: From,
) {
  return {
    ...mail,
    from: from.mailFrom,
    // An object, not a string: nodemailer would parse a string as a list of addresses and headers.
    to: { name: displayName(to), address: to.address },
    messageId: `<${messageId}@${new URL(from.publicUrl).hostname}>`,
    // RFC 3834: prevents vacation responders from answering.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

type From = Pick<Config, 'mailFrom' | 'publicUrl'>

const NO_SMTPUTF8 =
  'the mail server does not offer SMTPUTF8 (RFC 6531), without which an address with other letters than ASCII cannot be sent to'

/** The clocks of the mailer. */
interface Clocks {
  /** Unix milliseconds. */
  now: () => number
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
}

/** Creates a mailer over SMTP_URL that keeps up to five connections open. */
export function createMailer(
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
  { now, elapsed }: Clocks,
): Mailer {
  const siteFaults = new SiteFaults(elapsed)
  const transport = openTransport(config.smtpUrl)
  return {
    async send(mail, envelope) {
      const { signal, to } = envelope
      let isTaken = true
      try {
        if (needsSmtpUtf8(to.address)) {
          isTaken = await untilAborted(offersSmtpUtf8(transport.options), signal)
        }
        if (isTaken) {
          await untilAborted(transport.sendMail(messageOf(mail, envelope, config)), signal)
          siteFaults.accept(envelope.messageId)
        }
      } catch (error) {
        signal.throwIfAborted()
        throw (
          verdictOnAnswer(error as SmtpError, { now, refuse: () => siteFaults.refuse(envelope.messageId) }) ??
          (await verdictOnConnection(error as SmtpError, transport))
        )
      }
      if (!isTaken) throw new PermanentFailure(NO_SMTPUTF8)
    },
    async verify() {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}

function openTransport(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: 5,
    // Exim's maximum per connection (smtp_accept_max_per_connection). With nodemailer's default of 100, every
    // hundredth mail would wait for a new connection.
    maxMessages: 1_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The service name of every task that sends mail. */
export const MAIL_SERVICE = 'mail'

interface Deciding {
  now: () => number
  /** See `SiteFaults.refuse`. */
  refuse(): number | undefined
}

/**
 * The job error for the server's answer to MAIL FROM, RCPT TO or DATA; undefined when the error is no such
 * answer.
 */
function verdictOnAnswer(error: SmtpError, { now, refuse }: Deciding): Error | undefined {
  const isAnswer = (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && error.responseCode
  if (!isAnswer) return undefined
  const refusal = refusalOf(error)
  if (refusal === 'later') return error
  if (refusal === 'recipient') return new PermanentFailure(`the mail server refused: ${error.message}`)
  const waitMs = refuse()
  const words = `the mail server refuses what this site sends; look at SMTP_URL and MAIL_FROM: ${error.message}`
  if (waitMs === undefined) return new ServiceDown(words, { cause: error })
  return new RetryLater(words, now() + waitMs, { cause: error })
}

/** The job error for a failure before the mail was sent, or for a broken connection. */
async function verdictOnConnection(
  error: SmtpError,
  transport: Pick<Transporter, 'verify'>,
): Promise<unknown> {
  // Decided without another check, because the server may be back by then.
  if (failedBeforeMail(error))
    return new ServiceDown(`the mail server cannot be used: ${error.message}`, { cause: error })
  try {
    // A broken connection does not show whether the server or this mail was the cause.
    await transport.verify()
    return error
  } catch (cause) {
    return new ServiceDown(`the mail server cannot be used: ${(cause as Error).message}`, { cause })
  }
}

const BEFORE_THE_MAIL = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']

/** Failures before the first mail: name, TLS and password. */
const CODES_BEFORE_THE_MAIL = ['EDNS', 'ETLS', 'EAUTH']

/** nodemailer reports a certificate that Node refuses as a socket error. */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_|ERR_SSL_)/

/** Whether the failure happened before any mail was sent, so that this mail cannot be the cause. */
function failedBeforeMail({ code = '', originalCode = '', syscall, timeoutType = '' }: SmtpError): boolean {
  return (
    CODES_BEFORE_THE_MAIL.includes(code) ||
    CERTIFICATE.test(originalCode) ||
    syscall === 'connect' ||
    BEFORE_THE_MAIL.includes(timeoutType)
  )
}
