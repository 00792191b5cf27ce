import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/**
 * An action on an account, or an attempt, as plain data. It contains no secrets; only `from` and `note` are
 * personal.
 */
export const eventSchema = z.strictObject({
  id: z.string(),
  /** Unix milliseconds. */
  at: z.number(),
  what: z.enum([
    'sign-in',
    'connect',
    'disconnect',
    'reminder',
    'address',
    'tweet-consent',
    'session-end',
    'export',
    'deletion',
    'locked',
    'unlocked',
    'operator-sessions',
    'operator-deletion',
    'operator-export',
    'operator-retry',
    'operator-discard',
    'operator-tweet',
  ]),
  /**
   * `done`, or the reason for the failure: the code of a sign-in error, `unknown` for a reminder,
   * `wrong-code` for an address, `declined` or `withdrawn` for a tweet, `failed` for a deletion that the
   * site's own clean-up stopped.
   */
  outcome: z.string(),
  /** Null when the account is not known. */
  userId: z.string().nullable(),
  /** The id of the provider, if one was used. */
  provider: z.string().nullable(),
  /**
   * The requester's network: an address cut to /24, or to /48 for IPv6. Empty after the account is deleted,
   * and for operators.
   */
  from: z.string(),
  /** Set when an operator acted, not the owner of the account. */
  by: z.literal('operator').optional(),
  /** The operator's reason, shown to the owner. Removed when the account is deleted. */
  note: z.string().optional(),
})

export type AuditEvent = z.infer<typeof eventSchema>

/** An event without its id, time and network. */
export type Happening = Pick<AuditEvent, 'what' | 'outcome'> &
  Partial<Pick<AuditEvent, 'userId' | 'provider' | 'by' | 'note'>>

/** Creates an event at a time (Unix milliseconds), from a network (see `AuditEvent`). */
export function eventAt(
  at: number,
  from: string,
  { what, outcome, userId = null, provider = null, by, note }: Happening,
): AuditEvent {
  const event = { id: randomUUID(), at, what, outcome, userId, provider, from }
  return { ...event, ...(by && { by }), ...(note !== undefined && { note }) }
}
