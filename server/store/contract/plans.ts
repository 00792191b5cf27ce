import { randomUUID } from 'node:crypto'
import type { AuditEvent } from '../../audit/event.ts'
import type { JobDescription } from '../../jobs/job.ts'
import type { Link, Session, TweetConsent, User } from '../account.ts'
import type { SessionAge, SignInPlan, Store } from '../store.ts'

/** After every time in the suite's jobs, in Unix milliseconds: in the year 2100. */
export const LATER = 4_102_444_800_000

/** Sessions seen since then (Unix milliseconds), however old. */
export const since = (seenSince: number): SessionAge => ({ seenSince, createdSince: 0 })

/** Before every visit in the suite. */
export const LONG_AGO = since(0)

/** Opens an empty store, taken down when the test ends. */
export type Open = () => Promise<Store>

/** A new person's sign-in. */
export function newcomer(changes: Partial<User> = {}, link: Partial<Link> = {}): SignInPlan {
  const id = randomUUID()
  const user: User = {
    id,
    username: `user-${id}`,
    name: 'Ada',
    email: null,
    emailVerified: false,
    avatarUrl: null,
    isActive: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    language: 'en',
    welcomedAt: null,
    leavingSince: null,
    tweetOffer: null,
    tweetConsents: [],
    ...changes,
  }
  return {
    user: { isNew: true, user },
    link: linkOf(user.id, link),
    newAssociation: true,
    session: sessionOf(user.id),
    replacesSession: null,
    continuesSession: false,
    jobs: [],
    events: [],
  }
}

/** A link of the user. */
export function linkOf(userId: string, changes: Partial<Link> = {}): Link {
  const connectedAt = '2026-01-01T00:00:00.000Z'
  const rest = { username: 'ada', credentials: 'sealed', extraData: {}, connectedAt }
  return { provider: 'github', uid: randomUUID(), userId, ...rest, ...changes }
}

/** A session of the user. */
export function sessionOf(userId: string, changes: Partial<Session> = {}): Session {
  const at = { createdAt: 1_000, lastSeenAt: 1_000 }
  return { idHash: randomUUID(), id: randomUUID(), userId, browser: '', system: '', ...at, ...changes }
}

/** A consent to post as the identity `x1`. */
export function consentOf(changes: Partial<TweetConsent> = {}): TweetConsent {
  const given = { uid: 'x1', text: 'hi', at: '2026-01-01T00:00:00.000Z', basis: 'asked' as const }
  return { ...given, version: '1', postedAt: null, withdrawnAt: null, ...changes }
}

/** A job to be. */
export function jobOf(changes: Partial<JobDescription> = {}): JobDescription {
  return {
    id: randomUUID(),
    task: 'test',
    payload: { a: 'b' },
    key: null,
    userId: null,
    runAt: 0,
    ...changes,
  }
}

/** Something that happened. */
export function eventOf(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: randomUUID(),
    at: 1_000,
    what: 'sign-in',
    outcome: 'done',
    userId: null,
    provider: 'github',
    from: '192.0.2.0/24',
    ...changes,
  }
}

/** Whose plan it is. */
export const userIdOf = (plan: SignInPlan) => plan.link.userId
/** Claims a job at the time `LATER`, unless told otherwise. */
export const claim = (store: Store, owner = 'me', now = LATER, leaseUntil = now + 1_000) =>
  store.claimJob({ owner, now, leaseUntil })

/** The job that is to be had; throws when there is none. */
export async function claimed(store: Store, owner = 'me', now = LATER) {
  const job = await claim(store, owner, now)
  if (!job) throw new Error('there is nothing to claim')
  return job
}

/** Somebody who has signed in for the first time. */
export async function signedUp(
  store: Store,
  changes: Partial<User> = {},
  link: Partial<Link> = {},
): Promise<SignInPlan> {
  const plan = newcomer(changes, link)
  await store.commitSignIn(plan)
  return plan
}

/** The plan of somebody who is there. */
export function returning({ link }: SignInPlan, changes: Partial<User> = {}): SignInPlan {
  const user = { isNew: false as const, id: link.userId, changes }
  return {
    user,
    link,
    newAssociation: false,
    session: sessionOf(link.userId),
    replacesSession: null,
    continuesSession: false,
    jobs: [],
    events: [],
  }
}
