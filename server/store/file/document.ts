import { createHash, randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { type AuditEvent, HAPPENINGS } from '../../audit/event.ts'
import type { Job } from '../../jobs/job.ts'
import type { Link, Session, User } from '../account.ts'

/** What the data file holds. Changing the shape means a new version and a step that brings the old one up to it. */
export interface Document {
  version: 1
  /** Unix milliseconds. A clock that is behind it has been set back. */
  savedAt: number
  users: User[]
  links: Link[]
  sessions: Session[]
  jobs: Job[]
  uses: Uses[]
  events: AuditEvent[]
}

/** The tables, by name. */
export interface Rows {
  users: User
  links: Link
  sessions: Session
  jobs: Job
  uses: Uses
  events: AuditEvent
}

/** Their names, in the order in which they stand in the file. */
export const TABLES = ['users', 'links', 'sessions', 'jobs', 'uses', 'events'] as const

/** What was counted for a limit. */
export interface Uses {
  key: string
  /** Oldest first, in Unix milliseconds. */
  uses: readonly { at: number; id: string | null }[]
  /** When the last of them counts no more (Unix ms). */
  until: number
}

const text = z.string()
const textOrNull = text.nullable()
const time = z.number()

/** Fields with a default are younger than the file may be. */
const consent = z.object({
  uid: text,
  text,
  at: text,
  basis: z.enum(['asked', 'assumed']),
  version: text.default('1'),
  postedAt: textOrNull.default(null),
  withdrawnAt: textOrNull.default(null),
})

const user = z
  .object({
    id: text,
    username: text,
    name: text,
    email: textOrNull,
    emailVerified: z.boolean(),
    avatarUrl: textOrNull,
    isActive: z.boolean(),
    createdAt: text,
    language: text.default('en'),
    welcomedAt: textOrNull.optional(),
    leavingSince: textOrNull.default(null),
    tweetOffer: z.object({ uid: text }).nullable(),
    tweetConsents: z.array(consent),
  })
  .transform((row) => ({
    ...row,
    welcomedAt: row.welcomedAt === undefined && row.email ? row.createdAt : (row.welcomedAt ?? null),
  }))

const link = z.object({
  provider: text,
  uid: text,
  userId: text,
  username: text,
  credentials: text,
  extraData: z.record(text, text),
  connectedAt: text,
})

const session = z.object({
  idHash: text,
  id: text.default(randomUUID),
  userId: text,
  browser: text.default(''),
  system: text.default(''),
  createdAt: time,
  lastSeenAt: time,
})

const job = z.object({
  id: text,
  task: text,
  payload: z.record(text, textOrNull),
  key: textOrNull,
  userId: textOrNull,
  runAt: time,
  state: z.enum(['waiting', 'running', 'dead', 'parked']),
  enqueuedAt: time,
  attempts: z.number(),
  leaseOwner: textOrNull,
  leaseUntil: time,
  reason: textOrNull,
})

const uses = z.object({
  key: text,
  uses: z.array(z.object({ at: time, id: textOrNull })),
  until: time,
})

const event = z.object({
  id: text,
  at: time,
  what: z.enum(HAPPENINGS),
  outcome: text,
  userId: textOrNull,
  provider: textOrNull,
  from: text,
})

const documentSchema: z.ZodType<Document> = z
  .strictObject({
    version: z.literal(1),
    savedAt: time.default(0),
    users: z.array(user),
    links: z.array(link),
    sessions: z.array(session),
    jobs: z.array(job),
    uses: z.array(uses).default([]),
    events: z.array(event).default([]),
  })
  .superRefine(({ users, links, sessions }, context) => {
    const ids = new Set(users.filter(({ isActive }) => isActive).map(({ id }) => id))
    const strays = [...links, ...sessions].filter(({ userId }) => !ids.has(userId))
    if (strays.length > 0) context.addIssue(`${strays.length} links or sessions have no active user`)
  })

/** Two milliseconds' work. */
const SLICE_BYTES = 2 * 2 ** 20

/** Every bit counts: JSON with a flipped one is mostly JSON still. */
const CHECKSUM = /^\{"checksum":"([0-9a-f]{64})",/

/**
 * Reads the text of a data file. Throws when it is not whole. A text without a checksum is taken at its word: whoever
 * edits the file by hand removes that field.
 */
export function parseDocument(json: string): Document {
  const [prefix, checksum] = CHECKSUM.exec(json) ?? []
  if (prefix === undefined) return documentSchema.parse(JSON.parse(json))
  const content = `{${json.slice(prefix.length)}`
  if (sha256(content) !== checksum) throw new Error('the checksum in the file is not that of its content')
  return documentSchema.parse(JSON.parse(content))
}

/**
 * The text of a data file, compact, with the SHA-256 of all the rest in front. `tables` has for each the elements of its
 * array.
 */
export async function formatDocument(savedAt: number, tables: TableParts): Promise<Buffer[]> {
  const fields = TABLES.flatMap((name) => [Buffer.from(`,"${name}":[`), ...tables[name], Buffer.from(']')])
  const rest = [Buffer.from(`"version":1,"savedAt":${savedAt}`), ...fields, Buffer.from('}')]
  return [Buffer.from(`{"checksum":"${await checksumOf(rest)}",`), ...rest]
}

/** Hashes a slice in each turn of the loop, so that nobody waits for a large file. */
async function checksumOf(parts: readonly Buffer[]): Promise<string> {
  const hash = createHash('sha256').update('{')
  let sliceBytes = 0
  for (const part of parts) {
    hash.update(part)
    sliceBytes += part.length
    if (sliceBytes < SLICE_BYTES) continue
    sliceBytes = 0
    await setImmediate()
  }
  return hash.digest('hex')
}

/** JSON in pieces, by table. */
export type TableParts = Record<keyof Rows, readonly Buffer[]>

/** A file with nobody in it. */
export function emptyDocument(): Document {
  return { version: 1, savedAt: 0, users: [], links: [], sessions: [], jobs: [], uses: [], events: [] }
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}
