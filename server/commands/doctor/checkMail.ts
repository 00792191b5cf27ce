import { randomUUID } from 'node:crypto'
import type { Config } from '../../config.ts'
import { within } from '../../jobs/aborting.ts'
import { renderLetter } from '../../mail/layout.ts'
import { createMailer, type Mailer } from '../../mail/mailer.ts'
import { senderOf } from '../../mail/sender.ts'
import { type Finding, fault, ok, wordsOf } from './finding.ts'

const ABOUT = 'mail server'
const ANSWERS_WITHIN_MS = 40_000

/**
 * Checks whether the mail server greets and authenticates; with `testAddress`, whether it accepts a mail to
 * it.
 */
export async function checkMail(config: Config, testAddress: string | null): Promise<Finding[]> {
  const mailer = createMailer(config, { now: Date.now, elapsed: () => performance.now() })
  const { host } = new URL(config.smtpUrl)
  try {
    await mailer.verify()
    const findings = [ok(ABOUT, `${host} greets, and lets the site in`)]
    if (testAddress !== null) findings.push(await sendTest(mailer, config, testAddress))
    return findings
  } catch (error) {
    return [fault(ABOUT, `${host} cannot be used (${wordsOf(error)}): ${adviceOn(error)}`)]
  } finally {
    mailer.close()
  }
}

/** Advice by nodemailer's error codes. */
const ADVICE: Readonly<Record<string, string>> = {
  EAUTH: 'check user and password in SMTP_URL; write special characters as %XX',
  ETLS: 'name the authority of its certificate in NODE_EXTRA_CA_CERTS, or use a name that the certificate has',
  EDNS: 'check the name in SMTP_URL',
}

function adviceOn(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return ADVICE[code] ?? 'check SMTP_URL, and that a firewall lets this machine reach it'
}

async function sendTest(mailer: Mailer, config: Config, address: string): Promise<Finding> {
  const letter = {
    subject: `${config.siteName}: a test`,
    preheader: 'Mails from Doorman arrive.',
    greeting: 'Hello!',
    blocks: ['This mail was sent by "npm run doctor": mails from Doorman arrive.'],
    footer: 'You get it because an operator of the site typed your address.',
  }
  const to = { address, name: '', isVerified: false }
  try {
    await within(ANSWERS_WITHIN_MS, (signal) =>
      mailer.send(renderLetter(letter, senderOf(config, 'en')), {
        kind: 'welcome',
        to,
        messageId: randomUUID(),
        signal,
      }),
    )
    return ok('test mail', 'the mail server has accepted it; check that it arrives, and not as spam')
  } catch (error) {
    return fault('test mail', `it was not accepted (${wordsOf(error)}): check MAIL_FROM`)
  }
}
