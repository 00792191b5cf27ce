import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import type { Job } from '../jobs/job.ts'
import type { Catalogue } from '../languages/words.ts'
import { labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Link, Session, UserWithLinks } from '../store/account.ts'
import { presentSession } from './presentSession.ts'

/** What the store has of a person. */
type Kept = UserWithLinks & { session: Session; sessions: Session[]; events: AuditEvent[]; jobs: Job[] }

interface Circumstances {
  config: Pick<Config, 'siteName' | 'publicUrl'>
  providers: readonly Provider[]
  /** Unix milliseconds. */
  at: number
  notes: Catalogue['answers']['takeAlong']
}

/**
 * Everything that is kept about a person, each part with a note that says what it is. What would open a door is left out:
 * tokens, and what session cookies are checked against.
 */
export function everythingAbout(
  { user, links, session, sessions, events, jobs }: Kept,
  { config, providers, at, notes }: Circumstances,
) {
  const { tweetConsents, tweetOffer, ...account } = user
  return {
    about: { note: notes.about, site: config.siteName, address: config.publicUrl, takenAt: iso(at) },
    account: { note: notes.account, data: account },
    connections: { note: notes.connections, data: links.map((link) => connectionOf(link, providers)) },
    sessions: { note: notes.sessions, data: sessions.map((one) => presentSession(one, session)) },
    posts: { note: notes.posts, offered: tweetOffer, agreedTo: tweetConsents },
    events: {
      note: notes.events,
      data: events.map(({ userId: _, ...event }) => ({ ...event, at: iso(event.at) })),
    },
    jobs: { note: notes.jobs, data: jobs.map(jobOf) },
    limits: { note: notes.limits },
  }
}

function connectionOf(
  { provider, uid, username, connectedAt, extraData }: Link,
  providers: readonly Provider[],
) {
  return { provider, label: labelOf(provider, providers), uid, username, connectedAt, extraData }
}

function jobOf({ task, state, enqueuedAt, runAt }: Job) {
  return { kind: task, state, since: iso(enqueuedAt), notBefore: iso(runAt) }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
