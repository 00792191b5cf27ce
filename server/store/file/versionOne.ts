import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type AuditEvent, eventSchema } from '../../audit/event.ts'
import { jobIdOf } from '../../jobs/job.ts'
import {
  type Account,
  type Connection,
  connectionSchema,
  type Session,
  sessionSchema,
  type Tombstone,
  type User,
  userSchema,
} from '../account.ts'
import { POST, settledOf } from '../oldConsent.ts'
import { Damaged, parseContent, refuseContradiction } from './damaged.ts'
import {
  type DeadLetter,
  emptySnapshot,
  jobSchema,
  type Snapshot,
  type StoredJob,
  type Use,
} from './document.ts'

/**
 * The data file of version 1, which had no journal: each commit wrote the whole file. This module can be removed when
 * nobody upgrades from that version any more.
 */

const text = z.string()
const textOrNull = text.nullable()
const time = z.number()

const consent = userSchema.shape.tweetConsents.element.omit({ state: true, settledAt: true }).extend({
  version: text.default('1'),
  postedAt: textOrNull.default(null),
  withdrawnAt: textOrNull.default(null),
})

const oldUser = userSchema.omit({ formerEmails: true, lock: true, tweetConsents: true }).extend({
  emailVerified: z.boolean(),
  isActive: z.boolean(),
  language: text.default('en'),
  welcomedAt: textOrNull.optional(),
  leavingSince: textOrNull.default(null),
  tweetConsents: z.array(consent.strip()),
})

const link = connectionSchema.extend({ userId: text })

const oldSession = sessionSchema.omit({ identity: true, since: true, confirmedAt: true }).extend({
  id: text.default(randomUUID),
  browser: text.default(''),
  system: text.default(''),
  network: text.default(''),
})

const job = jobSchema.omit({ isTrace: true }).extend({
  payload: z.record(text, textOrNull),
  key: textOrNull,
  state: z.enum(['waiting', 'running', 'dead', 'parked']),
})

const uses = z.object({ key: text, uses: z.array(z.object({ at: time, id: textOrNull })), until: time })

const documentSchema = z.strictObject({
  checksum: text.optional(),
  version: z.literal(1),
  savedAt: time.default(0),
  users: z.array(oldUser.strip()),
  links: z.array(link.strip()),
  sessions: z.array(oldSession.strip()),
  jobs: z.array(job.strip()),
  uses: z.array(uses).default([]),
  events: z.array(eventSchema.strip()).default([]),
})

type VersionOne = z.infer<typeof documentSchema>

/** Whether the content of a data file says that it is of version 1. */
export function isVersionOne(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'version' in content && content.version === 1
}

/**
 * Converts the content of a file of version 1. Throws `Damaged` when it is damaged, and `StoreRefused` when it
 * contradicts itself.
 */
export function migrate(content: unknown, json: string, file: string): Snapshot {
  refuseOtherChecksum(json, file)
  const old = parseContent(documentSchema, content, file)
  const { savedAt, sessions, events } = old
  const jobs = old.jobs.map((each) =>
    each.key === null ? each : { ...each, id: jobIdOf(each.task, each.key) },
  )
  const users = old.users.filter(({ isActive }) => isActive)
  const gone = old.users.filter(({ isActive }) => !isActive)
  return {
    ...emptySnapshot(savedAt),
    accounts: accountsOf({ ...old, users, jobs }, file),
    sessions: sessions.map(sessionOf),
    jobs: jobs.flatMap((each) => (isOpen(each) ? jobOf(each) : [])),
    deadLetters: jobs.flatMap((each) => (isOpen(each) || isPost(each) ? [] : deadLetterOf(each, savedAt))),
    uses: old.uses.flatMap(usesOf),
    events,
    tombstones: gone.map(({ id }) => tombstoneOf(id, { events, savedAt })),
  }
}

/** A text without a checksum was edited by hand. */
function refuseOtherChecksum(json: string, file: string): void {
  const [prefix, checksum] = /^\{"checksum":"([0-9a-f]{64})",/.exec(json) ?? []
  const isEdited = prefix === undefined && !json.includes('"checksum"')
  if (isEdited) return
  const content = `{${json.slice(prefix?.length)}`
  if (createHash('sha256').update(content).digest('hex') !== checksum)
    throw new Damaged(file, 'its checksum does not fit its content')
}

type OldJob = VersionOne['jobs'][number]

const isOpen = ({ state }: OldJob) => state === 'waiting' || state === 'running'

/** The consent tells what became of a post: a post that was given up or parked is no dead letter. */
const isPost = ({ task }: OldJob) => task === POST

/** Links are stored with their users now, so a link without a user would be lost. */
function accountsOf({ users, links, jobs }: VersionOne, file: string): Account[] {
  const posts = new Map(jobs.filter(isPost).map(({ key, state }) => [key, state]))
  const accounts = users.map((each) => ({ user: userOf(each, posts), connections: [] as Connection[] }))
  const byId = new Map(accounts.map((account) => [account.user.id, account]))
  const oldestFirst = links.toSorted((a, b) => a.connectedAt.localeCompare(b.connectedAt))
  for (const { userId, ...connection } of oldestFirst) {
    const { provider, uid } = connection
    const account = byId.get(userId)
    if (!account)
      refuseContradiction(
        `the link ${provider}:${uid} is of the user ${userId}, who is not in the file`,
        file,
      )
    account.connections.push(connection)
  }
  return accounts
}

function userOf(old: VersionOne['users'][number], posts: ReadonlyMap<string | null, OldJob['state']>): User {
  const { emailVerified, isActive: _isActive, tweetConsents, welcomedAt, ...rest } = old
  return {
    ...rest,
    email: emailVerified ? old.email : null,
    formerEmails: [],
    lock: null,
    // Before that field existed, the mail was sent as soon as there was an address.
    welcomedAt: welcomedAt === undefined && old.email ? old.createdAt : (welcomedAt ?? null),
    tweetConsents: tweetConsents.map((each) => settledOf(each, old.id, posts)),
  }
}

function sessionOf(old: VersionOne['sessions'][number]): Session {
  return { ...old, identity: null, since: old.createdAt, confirmedAt: old.createdAt }
}

function jobOf({ key: _key, state, ...old }: OldJob): StoredJob {
  // A try that was interrupted does not count.
  return { ...old, attempts: state === 'running' ? Math.max(old.attempts - 1, 0) : old.attempts }
}

/** Version 1 did not keep the payload, so nothing is sealed and the letter cannot be retried. */
function deadLetterOf(old: OldJob, diedAt: number): DeadLetter {
  const { payload: _payload, ...letter } = jobOf(old)
  return { ...letter, sealed: '', diedAt }
}

function usesOf({ key, uses, until }: VersionOne['uses'][number]): Use[] {
  const windowMs = until - (uses.at(-1)?.at ?? until)
  return uses.map(({ at, id }) => ({ ref: randomUUID(), key, at, id, until: at + windowMs }))
}

function tombstoneOf(
  userId: string,
  { events, savedAt }: { events: readonly AuditEvent[]; savedAt: number },
): Tombstone {
  const deletion = events.findLast((each) => each.userId === userId && each.what === 'deletion')
  const deletedAt = new Date(deletion?.at ?? savedAt).toISOString()
  return { userId, deletedAt, identities: [], username: '' }
}
