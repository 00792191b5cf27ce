import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.ts'
import { untilAborted } from '../jobs/aborting.ts'
import { PermanentFailure, RetryLater, ServiceDown } from '../jobs/task.ts'
import { isRepeatable } from './greeting.ts'
import type { RenderedMail } from './layout.ts'
import { hasOtherLetters, takesOtherLetters } from './otherLetters.ts'
import { refusalOf, type SmtpError } from './refusal.ts'
import { SiteFaults } from './siteFaults.ts'

/** One address, as stored with the account. */
export interface Recipient {
  address: string
  /** What the person calls themselves. It reaches the mail only as `displayName` allows. */
  name: string
  /** Whether the address is surely that person's. Otherwise a stranger may read what somebody wrote into the name. */
  isVerified: boolean
}

/** The one place that decides which name stands in `To:`. Empty: none. */
export function displayName({ name, isVerified }: Recipient): string {
  return isVerified && isRepeatable(name) ? name : ''
}

/** Where a mail goes, what it is for, and the id that makes a repeated one recognisable. */
export interface Envelope {
  /** What each address gets only so many of; see limitMails.ts. */
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
  /** Stable over all tries of one job: SMTP cannot promise exactly once, but a duplicate can be told. */
  messageId: string
  /** Stops waiting for the mail server. */
  signal: AbortSignal
}

/** Sends mails. */
export interface Mailer {
  /**
   * Resolves when the mail server has taken the mail. Throws `PermanentFailure` when it never will because of the
   * recipient, `ServiceDown` when it takes no mail at all, be it down or the site set up wrong, and `RetryLater` when
   * it refuses this one like that while it takes others.
   */
  send(mail: RenderedMail, envelope: Envelope): Promise<void>
  /** Connects, greets and authenticates. Throws what the mail server said. */
  verify(): Promise<void>
  close(): void
}

/** A mail as nodemailer wants it, to one address only, whatever is in it. */
export function messageOf(
  mail: RenderedMail,
  { to, messageId }: Pick<Envelope, 'to' | 'messageId'>,
  from: From,
) {
  return {
    ...mail,
    from: from.mailFrom,
    // Objects, never strings: a string is parsed as a list of addresses and headers.
    to: { name: displayName(to), address: to.address },
    messageId: `<${messageId}@${new URL(from.publicUrl).hostname}>`,
    // RFC 3834: keeps vacation responders from answering.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

type From = Pick<Config, 'mailFrom' | 'publicUrl'>

const NO_SMTPUTF8 =
  'the mail server does not offer SMTPUTF8 (RFC 6531), without which an address with other letters than ASCII cannot be sent to'
/** What time it is. */
interface Clocks {
  /** Unix milliseconds. */
  now: () => number
  /** Milliseconds on a clock that nobody sets. */
  elapsed: () => number
}

/** A mailer over SMTP_URL that keeps a few connections open. */
export function createMailer(
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
  { now, elapsed }: Clocks,
): Mailer {
  const siteFaults = new SiteFaults(elapsed)
  const transport = createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 5,
    // What Exim takes over one connection (smtp_accept_max_per_connection); nodemailer's 100 would make every hundredth
    // mail wait for the next one.
    maxMessages: 1_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail, envelope) {
      const { signal, to } = envelope
      let isTaken = true
      try {
        if (hasOtherLetters(to.address)) {
          isTaken = await untilAborted(takesOtherLetters(transport.options), signal)
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

/** The service that every task behind a mailer needs. */
export const MAIL_SERVICE = 'mail'

interface Deciding {
  now: () => number
  /** See `SiteFaults`. */
  refuse(): number | undefined
}

/** What the server's answer to MAIL FROM, RCPT TO or DATA means for the job; undefined when it was none. */
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

/** What a fault before the mail, or a connection that broke, means for the job. */
async function verdictOnConnection(
  error: SmtpError,
  transport: Pick<Transporter, 'verify'>,
): Promise<unknown> {
  // No further question: the server may be back by then.
  if (neverCameToTheMail(error))
    return new ServiceDown(`the mail server cannot be had: ${error.message}`, { cause: error })
  try {
    // A connection that broke does not say whether the server or this mail was the reason.
    await transport.verify()
    return error
  } catch (cause) {
    return new ServiceDown(`the mail server cannot be had: ${(cause as Error).message}`, { cause })
  }
}

const BEFORE_THE_MAIL = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']

/** Before the first mail: name, certificate and password. */
const CODES_BEFORE_THE_MAIL = ['EDNS', 'ETLS', 'EAUTH']

/** nodemailer reports a certificate that Node refuses as a broken socket. */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_|ERR_SSL_)/

/** Whether the fault came before any mail, so that this mail cannot be the reason. */
function neverCameToTheMail({ code = '', originalCode = '', syscall, timeoutType = '' }: SmtpError): boolean {
  return (
    CODES_BEFORE_THE_MAIL.includes(code) ||
    CERTIFICATE.test(originalCode) ||
    syscall === 'connect' ||
    BEFORE_THE_MAIL.includes(timeoutType)
  )
}
