import { z } from 'zod'
import { Faults } from './faults.ts'

const times = z.number().int().positive().optional()
const ms = z.number().nonnegative()
const code = z.number().int().min(400).max(599)
/** The text that the server sends after the code. */
const words = z.string().max(200).optional()

const schema = z.discriminatedUnion('kind', [
  z.object({ times, kind: z.literal('down') }),
  z.object({ times, kind: z.literal('slow'), ms }),
  z.object({ times, kind: z.literal('certificate') }),
  z.object({ times, kind: z.literal('oldTls') }),
  z.object({ times, kind: z.literal('auth'), code, words }),
  z.object({ times, kind: z.literal('from'), code, words }),
  z.object({ times, kind: z.literal('rcpt'), code, words }),
  z.object({ times, kind: z.literal('data'), code, words }),
  z.object({ times, kind: z.literal('hangUp') }),
  z.object({ times, kind: z.literal('delay'), ms }),
])

/**
 * How the mail server fails, for the next `times` connections or mails, or until cleared.
 *
 * At the connection: `down` hangs up, `slow` greets after `ms`, `certificate` offers TLS with an untrusted certificate,
 * `oldTls` offers nothing newer than TLS 1.1.
 * At AUTH: `auth` answers the `code`; it answers 530 to clients that send a mail without AUTH.
 * At MAIL FROM: `from` answers the `code`.
 * For one recipient or all: `rcpt` answers the `code` at RCPT, and `data` answers it after DATA. `delay` accepts the
 * mail after `ms`. `hangUp` accepts the mail and hangs up without an answer.
 */
export type MailFault = z.infer<typeof schema>

/** Ready faults, by their label on the control page. */
export const mailFaults = {
  'down: hangs up on everybody': { kind: 'down' },
  'greets after 15 seconds': { kind: 'slow', ms: 15_000 },
  'a certificate that nobody trusts': { kind: 'certificate' },
  'nothing newer than TLS 1.1': { kind: 'oldTls' },
  'wrong password (535 at AUTH, 530 without one)': { kind: 'auth', code: 535 },
  'sender rejected (550 at MAIL FROM)': { kind: 'from', code: 550, words: 'Sender rejected' },
  'relay denied (554 at RCPT)': { kind: 'rcpt', code: 554, words: '5.7.1 Relay access denied' },
  'quota exceeded (452 at RCPT)': { kind: 'rcpt', code: 452, words: '4.7.1 Quota exceeded' },
  'quota exceeded (552 after DATA)': { kind: 'data', code: 552, words: 'Quota exceeded' },
  'try again later (451 at RCPT)': { kind: 'rcpt', code: 451 },
  'no such mailbox (550 at RCPT)': { kind: 'rcpt', code: 550 },
  'refuses the text (554 after DATA)': { kind: 'data', code: 554, words: '5.6.0 Malformed' },
  'takes the mail and hangs up': { kind: 'hangUp' },
  'takes 3 seconds': { kind: 'delay', ms: 3_000 },
} satisfies Record<string, MailFault>

/** The faults of the mail server. Their endpoints are the recipients' addresses. */
export function createMailFaults(addresses: readonly string[]): Faults<MailFault> {
  const endpoints = Object.fromEntries(addresses.map((address) => [address, address]))
  return new Faults<MailFault>({ endpoints, isOpen: true, ready: mailFaults, schema })
}
