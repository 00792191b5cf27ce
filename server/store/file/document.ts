import { z } from 'zod'
import type { Job } from '../../jobs/job.ts'
import type { Link, Session, User } from '../../user.ts'

/** What the data file holds. Changing the shape means a new version and a step that brings the old one up to it. */
export interface Document {
  version: 1
  users: User[]
  links: Link[]
  sessions: Session[]
  jobs: Job[]
}

/** The tables, by name. */
export interface Rows {
  users: User
  links: Link
  sessions: Session
  jobs: Job
}

const text = z.string()
const textOrNull = text.nullable()
const time = z.number()

const user = z.object({
  id: text,
  username: text,
  name: text,
  email: textOrNull,
  emailVerified: z.boolean(),
  avatarUrl: textOrNull,
  isActive: z.boolean(),
  createdAt: text,
  tweetOffer: z.object({ uid: text }).nullable(),
  tweetConsents: z.array(z.object({ uid: text, text, at: text, basis: z.enum(['asked', 'assumed']) })),
})

const link = z.object({
  provider: text,
  uid: text,
  userId: text,
  username: text,
  credentials: text,
  extraData: z.record(text, text),
  connectedAt: text,
})

const session = z.object({ idHash: text, userId: text, createdAt: time, lastSeenAt: time })

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

const document: z.ZodType<Document> = z
  .object({
    version: z.literal(1),
    users: z.array(user),
    links: z.array(link),
    sessions: z.array(session),
    jobs: z.array(job),
  })
  .superRefine(({ users, links, sessions }, context) => {
    const ids = new Set(users.filter(({ isActive }) => isActive).map(({ id }) => id))
    const strays = [...links, ...sessions].filter(({ userId }) => !ids.has(userId))
    if (strays.length > 0) context.addIssue(`${strays.length} links or sessions have no active user`)
  })

/** Reads the text of a data file. Throws SyntaxError or ZodError when it is not whole. */
export function parseDocument(text: string): Document {
  return document.parse(JSON.parse(text))
}

/** A file with nobody in it. */
export function emptyDocument(): Document {
  return { version: 1, users: [], links: [], sessions: [], jobs: [] }
}
