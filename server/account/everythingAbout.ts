import type { Context } from 'koa'
import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import { languageOf } from '../http/language.ts'
import type { Job } from '../jobs/job.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Catalogue } from '../languages/words.ts'
import { labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import type { Account, Connection, Session } from '../store/account.ts'
import { presentSession } from './presentSession.ts'

/** Everything that the store and the queue keep about a person. */
interface Kept extends Account {
  /** The session that requests the export; null for an operator. */
  session: Session | null
  sessions: readonly Session[]
  events: readonly AuditEvent[]
  /** Including dead letters. */
  jobs: readonly Job[]
}

interface Circumstances {
  config: Pick<Config, 'siteName' | 'publicUrl'>
  providers: readonly Provider[]
  /** Unix milliseconds. */
  at: number
  notes: Catalogue['answers']['takeAlong']
}

/**
 * Everything that is kept about a person, each part with a note that explains it. Excluded are the secrets
 * that an intruder could use: the providers' tokens, and the hashes of session cookies.
 */
export function everythingAbout(
  { user, connections, session, sessions, events, jobs }: Kept,
  { config, providers, at, notes }: Circumstances,
) {
  const { tweetConsents, tweetOffer, ...account } = user
  return {
    about: { note: notes.about, site: config.siteName, address: config.publicUrl, takenAt: iso(at) },
    account: { note: notes.account, data: account },
    connections: { note: notes.connections, data: connections.map((one) => connectionOf(one, providers)) },
    sessions: { note: notes.sessions, data: sessions.map((one) => sessionOf(one, session)) },
    posts: { note: notes.posts, offered: tweetOffer, agreedTo: tweetConsents },
    events: {
      note: notes.events,
      data: events.map(({ userId: _, ...event }) => ({ ...event, at: iso(event.at) })),
    },
    jobs: { note: notes.jobs, data: jobs.map(jobOf) },
    limits: { note: notes.limits },
  }
}

/** More than the store keeps of one user. */
const ALL_EVENTS = 10_000

/** Reads `everythingAbout` an account, for its owner (with the current session) or for an operator. */
export async function readEverything(
  ctx: Context,
  { user, connections, session = null }: Account & { session?: Session | null },
  { store, queue, config, site, now }: Pick<Services, 'store' | 'queue' | 'config' | 'site' | 'now'>,
) {
  const [sessions, events, jobs] = await Promise.all([
    store.sessionsOf(user.id),
    store.eventsOf(user.id, ALL_EVENTS),
    queue.jobsOf(user.id),
  ])
  return everythingAbout(
    { user, connections, session, sessions, events, jobs },
    { config, providers: site.providers, at: now(), notes: textsIn(languageOf(ctx)).answers.takeAlong },
  )
}

function connectionOf({ credentials: _, ...connection }: Connection, providers: readonly Provider[]) {
  return { label: labelOf(connection.provider, providers), ...connection }
}

function sessionOf(session: Session, current: Session | null) {
  const { identity, since, confirmedAt } = session
  return {
    ...presentSession(session, current),
    identity,
    signedInSince: iso(since),
    confirmedAt: iso(confirmedAt),
  }
}

function jobOf({ id, task, state, enqueuedAt, runAt, attempts, reason }: Job) {
  return { id, kind: task, state, since: iso(enqueuedAt), notBefore: iso(runAt), attempts, reason }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
