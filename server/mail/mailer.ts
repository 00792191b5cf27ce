import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import { PermanentFailure } from '../jobs/task.ts'
import { untilAborted } from '../jobs/untilAborted.ts'
import type { RenderedMail } from './layout.ts'

/** Where a mail goes, and the id that makes a repeated one recognisable. */
export interface Envelope {
  /** One address, as stored with the account. */
  to: { name: string; address: string }
  /** Stable over all tries of one job: SMTP cannot promise exactly once, but a duplicate can be told. */
  messageId: string
  /** Stops waiting for the mail server. */
  signal: AbortSignal
}

/** Sends mails. */
export interface Mailer {
  /** Resolves when the mail server has taken the mail. Throws `PermanentFailure` when it never will (5xx for it). */
  send(mail: RenderedMail, envelope: Envelope): Promise<void>
  close(): void
}

/** A mailer over SMTP_URL that keeps a few connections open. */
export function createMailer(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>): Mailer {
  const transport = createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 5,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const { hostname } = new URL(config.publicUrl)
  return {
    async send(mail, { to, messageId, signal }) {
      try {
        const sending = transport.sendMail({
          ...mail,
          from: config.mailFrom,
          // Objects, never strings: a string is parsed as a list of addresses and headers.
          to,
          messageId: `<${messageId}@${hostname}>`,
          // RFC 3834: keeps vacation responders from answering.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        await untilAborted(sending, signal)
      } catch (error) {
        throw isRefusal(error)
          ? new PermanentFailure(`the mail server refused: ${error.message}`, { cause: error })
          : error
      }
    },
    close: () => transport.close(),
  }
}

/** RFC 5321, 4.2.1: 5yz is a permanent answer. About this mail only: a refused login (EAUTH) says nothing about it. */
function isRefusal(error: unknown): error is Error {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const isAboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return isAboutThisMail && responseCode !== undefined && responseCode >= 500
}
