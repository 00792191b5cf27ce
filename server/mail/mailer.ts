import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.ts'
import { untilAborted } from '../jobs/aborting.ts'
import { PermanentFailure, ServiceDown } from '../jobs/task.ts'
import { isRepeatable } from './greeting.ts'
import type { RenderedMail } from './layout.ts'
import { hasOtherLetters, takesOtherLetters } from './otherLetters.ts'

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
   * Resolves when the mail server has taken the mail. Throws `PermanentFailure` when it never will (5xx for it), and
   * `ServiceDown` when it takes no mail at all.
   */
  send(mail: RenderedMail, envelope: Envelope): Promise<void>
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

/** A mailer over SMTP_URL that keeps a few connections open. */
export function createMailer(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>): Mailer {
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
      try {
        const asking = hasOtherLetters(to.address) ? takesOtherLetters(transport.options) : true
        if (await untilAborted(Promise.resolve(asking), signal))
          return void (await untilAborted(transport.sendMail(messageOf(mail, envelope, config)), signal))
      } catch (error) {
        signal.throwIfAborted()
        throw await verdictOf(error, transport)
      }
      throw new PermanentFailure(NO_SMTPUTF8)
    },
    close: () => transport.close(),
  }
}

/** The service that every task behind a mailer needs. */
export const MAIL_SERVICE = 'mail'

async function verdictOf(error: unknown, transport: Pick<Transporter, 'verify'>): Promise<unknown> {
  const { code = '', responseCode = 0, message } = error as SmtpError
  // About this mail only. RFC 5321, 4.2.1: 5yz is a permanent answer, 4yz one to try again; 3.8: 421 closes the service.
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421) {
    return responseCode >= 500 ? new PermanentFailure(`the mail server refused: ${message}`) : error
  }
  // The server may be back by the time one asks.
  if (neverCameToTheMail(error as SmtpError))
    return new ServiceDown(`the mail server cannot be had: ${message}`, { cause: error })
  try {
    // A connection that broke says not whether that was the server's doing or this mail's.
    await transport.verify()
    return error
  } catch (cause) {
    return new ServiceDown(`the mail server cannot be had: ${(cause as Error).message}`, { cause })
  }
}

const BEFORE_THE_MAIL = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']

/** Whether there was no connection at all, so that it cannot have been the mail's doing. */
function neverCameToTheMail({ code, syscall, timeoutType = '' }: SmtpError): boolean {
  return code === 'EDNS' || syscall === 'connect' || BEFORE_THE_MAIL.includes(timeoutType)
}

interface SmtpError extends Error {
  code?: string
  /** Of a system call that failed. */
  syscall?: string
  /** What took too long. */
  timeoutType?: string
  /** SMTP's. */
  responseCode?: number
}
