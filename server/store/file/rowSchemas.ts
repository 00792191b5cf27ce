import { z } from 'zod'
import { HAPPENINGS } from '../../audit/event.ts'
import type { Snapshot } from './document.ts'

export const text = z.string()
export const textOrNull = text.nullable()
export const time = z.number()

const consent = z.strictObject({
  uid: text,
  text,
  at: text,
  basis: z.enum(['asked', 'assumed']),
  version: text,
  state: z.enum(['waiting', 'posting', 'posted', 'withdrawn', 'failed', 'dropped', 'unknown']),
  settledAt: textOrNull,
})

/** A user. Older versions stored other fields. */
export const user = z.strictObject({
  id: text,
  username: text,
  name: text,
  email: textOrNull,
  formerEmails: z.array(z.strictObject({ address: text, until: text })),
  avatarUrl: textOrNull,
  createdAt: text,
  language: text,
  welcomedAt: textOrNull,
  leavingSince: textOrNull,
  lock: z.strictObject({ at: text, reason: text }).nullable(),
  tweetOffer: z.strictObject({ uid: text }).nullable(),
  tweetConsents: z.array(consent),
})

/** A connection. Older versions stored the user id with it. */
export const connection = z.strictObject({
  provider: text,
  uid: text,
  username: text,
  credentials: text,
  extraData: z.record(text, text),
  connectedAt: text,
})

/** A session. Older versions stored fewer fields. */
export const session = z.strictObject({
  idHash: text,
  id: text,
  userId: text,
  browser: text,
  system: text,
  network: text,
  identity: z.strictObject({ provider: text, uid: text }).nullable(),
  createdAt: time,
  since: time,
  confirmedAt: time,
  lastSeenAt: time,
})

const rest = {
  id: text,
  task: text,
  userId: textOrNull,
  runAt: time,
  enqueuedAt: time,
  attempts: time,
  reason: textOrNull,
  isTrace: z.literal(true).optional(),
}

/** An audit event, the same in all versions. */
export const event = z.strictObject({
  id: text,
  at: time,
  what: z.enum(HAPPENINGS),
  outcome: text,
  userId: textOrNull,
  provider: textOrNull,
  from: text,
  by: z.literal('operator').optional(),
  note: text.optional(),
})

/** What is left of a deleted account. */
export const tombstone = z.strictObject({
  userId: text,
  deletedAt: text,
  identities: z.array(text),
  username: text,
})

/** A snapshot whose text may not be our own. */
export const documentSchema: z.ZodType<Snapshot> = z.strictObject({
  version: z.literal(2),
  number: time,
  savedAt: time,
  forgotten: time,
  accounts: z.array(z.strictObject({ user, connections: z.array(connection) })),
  sessions: z.array(session),
  jobs: z.array(z.strictObject({ ...rest, payload: z.record(text, textOrNull) })),
  deadLetters: z.array(z.strictObject({ ...rest, sealed: text, diedAt: time })),
  uses: z.array(z.strictObject({ ref: text, key: text, at: time, id: textOrNull, until: time })),
  events: z.array(event),
  tombstones: z.array(tombstone),
  // Older versions had no counters.
  counters: z.array(z.strictObject({ ref: text, day: text, key: text, n: time })).default([]),
})
