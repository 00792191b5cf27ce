import { randomUUID } from 'node:crypto'

/** What people did and what was tried in their name, as plain data. Nothing in it is secret or personal but `from`. */
export interface AuditEvent {
  id: string
  /** Unix milliseconds. */
  at: number
  what: 'sign-in' | 'connect' | 'reminder' | 'tweet-consent' | 'deletion'
  /** `done`, or why not: the code of a sign-in error, `unknown` for a reminder, `declined` for a tweet. */
  outcome: string
  /** Null where nobody was known. */
  userId: string | null
  /** The provider's id, where there is one. */
  provider: string | null
  /** The network it came from: an address cut to /24, or to /48 for IPv6. Empty once the account is deleted. */
  from: string
}

/** What is known of an event besides its circumstances. */
export type Happening = Pick<AuditEvent, 'what' | 'outcome'> &
  Partial<Pick<AuditEvent, 'userId' | 'provider'>>

/** An event at a moment (Unix milliseconds), from a network (see `AuditEvent`). */
export function eventAt(
  at: number,
  from: string,
  { what, outcome, userId, provider }: Happening,
): AuditEvent {
  return { id: randomUUID(), at, what, outcome, userId: userId ?? null, provider: provider ?? null, from }
}
