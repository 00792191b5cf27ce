import { z } from 'zod'
import { Faults } from './faults.ts'

const times = z.number().int().positive().optional()
const ms = z.number().nonnegative()
const code = z.number().int().min(400).max(599)

const schema = z.discriminatedUnion('kind', [
  z.object({ times, kind: z.literal('down') }),
  z.object({ times, kind: z.literal('slow'), ms }),
  z.object({ times, kind: z.literal('rcpt'), code }),
  z.object({ times, kind: z.literal('data'), code }),
  z.object({ times, kind: z.literal('hangUp') }),
  z.object({ times, kind: z.literal('delay'), ms }),
])

/**
 * How the mail server fails. At the connection: `down` hangs up, `slow` greets after `ms`. With a recipient or all of
 * them: `rcpt` and `data` answer the SMTP `code` there, `delay` takes the mail only after `ms`, and `hangUp` takes it
 * but never says so. With `times` only so often.
 */
export type MailFault = z.infer<typeof schema>

/** The usual faults, by the words on the control page. */
export const mailFaults = {
  'down: hangs up on everybody': { kind: 'down' },
  'greets after 15 seconds': { kind: 'slow', ms: 15_000 },
  'try again later (451 at RCPT)': { kind: 'rcpt', code: 451 },
  'no such mailbox (550 at RCPT)': { kind: 'rcpt', code: 550 },
  'refuses the text (554 after DATA)': { kind: 'data', code: 554 },
  'takes the mail and hangs up': { kind: 'hangUp' },
  'takes 3 seconds': { kind: 'delay', ms: 3_000 },
} satisfies Record<string, MailFault>

/** Faults by recipient's address, or for all. */
export function createMailFaults(addresses: readonly string[]): Faults<MailFault> {
  const endpoints = Object.fromEntries(addresses.map((address) => [address, address]))
  return new Faults<MailFault>({ endpoints, isOpen: true, ready: mailFaults, schema })
}
