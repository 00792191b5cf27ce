import type { AuditEvent } from '../audit/event.ts'
import type { Job, JobDescription } from '../jobs/job.ts'
import type { Link, Session, TweetConsent, User, UserChanges, UserWithLinks } from '../user.ts'

/** Everything that one sign-in decided: it happens as a whole or not at all. */
export interface SignInPlan {
  /** The new user, or the changes to one who is there. */
  user: { isNew: true; user: User } | { isNew: false; id: string; changes: UserChanges }
  /** Inserted when `newAssociation`, otherwise it replaces the stored link of the same provider and uid. */
  link: Link
  newAssociation: boolean
  session: Session
  /** `idHash` of the session that the new one takes the place of, if any. */
  replacesSession: string | null
  /** Whether it is the wish of who is signed in with `replacesSession`, and void when that session is gone. */
  continuesSession: boolean
  jobs: JobDescription[]
  events: AuditEvent[]
}

/** How old a session may be, in Unix milliseconds; the system that wants both is ASVS 7.3. */
export interface SessionAge {
  /** Used since then. */
  seenSince: number
  /** Begun since then, however often it was used. */
  createdSince: number
}

/** At most `max` uses of `key` within any `windowMs`. */
export interface Limit {
  key: string
  max: number
  windowMs: number
}

/** What is older than this is of no more use, in Unix milliseconds. */
export interface Expiry extends SessionAge {
  /** For audit events. */
  eventsSince: number
}

/** A worker's hold on a job; operations with one that has passed to another do nothing and say so. */
export interface Lease {
  jobId: string
  owner: string
}

/** A worker asks for a job. Times in Unix milliseconds. */
export interface Claim {
  owner: string
  now: number
  leaseUntil: number
  /** Tasks whose jobs must wait. Default: none. */
  exceptTasks?: readonly string[]
  /** Tasks that bear repeating: a store may forget, with a crash, that it handed out a job of theirs. Default: none. */
  repeatableTasks?: readonly string[]
}

/** A job in a worker's hands. */
export interface ClaimedJob extends Job {
  /** Whether another worker had it and was never heard of again: what it did with it nobody knows. */
  wasInterrupted: boolean
}

/** One session of a user by its `id`, or all but the one whose `idHash` it is. */
export type WhichSessions = { id: string } | { allBut: string }

/** A consent that is taken back; `at` is ISO 8601. */
export interface TweetWithdrawal {
  uid: string
  at: string
  jobKey: string
  events: readonly AuditEvent[]
}

/** A confirmed address, and what comes of it. */
export interface AddressChange {
  email: string
  /** The address that the user has, for which the jobs were made. */
  replaces: string | null
  welcomedAt: string | null
  jobs: readonly JobDescription[]
  events: readonly AuditEvent[]
}

/** A link to be removed, and what comes of it. `tweetKey` is the key of the job that would post through it. */
export interface Disconnection {
  provider: string
  uid: string
  tweetKey: string
  jobs: readonly JobDescription[]
  events: readonly AuditEvent[]
}

/** A consent to post, with the job that does it. */
export interface TweetAcceptance {
  consent: TweetConsent
  job: JobDescription
  events: readonly AuditEvent[]
}

/**
 * Where everything that must last is kept. Each operation is atomic and, once its promise resolves, durable.
 * Every operation throws `StoreUnavailable` when the store cannot be read or written; nothing has happened then.
 * Returned objects are the caller's: changing them changes nothing in the store.
 */
export interface Store {
  /** The session, its active user and their links. Undefined: no such session, one that is too old, or the user is leaving. */
  findSession(idHash: string, age: SessionAge): Promise<(UserWithLinks & { session: Session }) | undefined>
  /** Does nothing when the session is gone. */
  touchSession(idHash: string, lastSeenAt: number): Promise<void>
  endSession(idHash: string): Promise<void>
  /** The sessions of the user that are not too old, newest visit first. */
  sessionsOf(userId: string, age: SessionAge): Promise<Session[]>
  /** Ends the sessions of the user that `which` names, and keeps the events if there are any. Returns how many ended. */
  endSessions(userId: string, which: WhichSessions, events: readonly AuditEvent[]): Promise<number>
  /** Removes sessions and events that are too old, and limits that limit nobody any more. Returns how many went. */
  sweep(expiry: Expiry): Promise<number>

  /**
   * Counts one use against all of `limits`, or, when one of them is used up, against none. Returns the milliseconds
   * until there is room: 0 when it was counted. What has an `id` is counted once, however often it comes.
   */
  use(limits: readonly Limit[], id?: string): Promise<number>
  /**
   * Whether `key` comes for the first time within `windowMs`. Not waited for: it becomes durable with the next
   * commit, which is the one of whatever was allowed by it, or when the store is closed.
   */
  useOnce(key: string, windowMs: number): Promise<boolean>

  /**
   * Keeps the events; not waited for, as with `useOnce`. Only the newest of one user, and of nobody, are kept: there must
   * be an end.
   */
  record(events: readonly AuditEvent[]): Promise<void>
  /** The newest events of the user, newest first. */
  eventsOf(userId: string, count: number): Promise<AuditEvent[]>

  /** The link and its user. `uid` is compared byte for byte. */
  findLink(provider: string, uid: string): Promise<{ link: Link; user: User } | undefined>
  /** The link that was made last, if there is any. */
  newestLink(): Promise<Link | undefined>
  /** An active user by id, unless they are leaving. */
  findUser(id: string): Promise<UserWithLinks | undefined>
  /** A user who is leaving, by id. */
  findLeaving(id: string): Promise<UserWithLinks | undefined>
  /** The active user who has the address, compared by `emailKey`, even if they are leaving. */
  findUserByEmail(address: string): Promise<UserWithLinks | undefined>
  /** Whether an active user has the name, compared by `usernameKey`. */
  isUsernameTaken(username: string): Promise<boolean>

  /**
   * Throws `Conflict` when what the plan rests on is no longer true: the link is there already (`newAssociation`) or
   * is another user's or gone, the user is gone or inactive, the username or the address is another active user's, the session that it continues
   * is gone.
   * One exception to the last: a verified address is taken from an active user who holds it unverified.
   */
  commitSignIn(plan: SignInPlan): Promise<void>
  /** Ends the offer and keeps consent, job and events. False, and nothing done, when that identity has no open offer. */
  acceptTweet(userId: string, acceptance: TweetAcceptance): Promise<boolean>
  /** Ends the offer. False when there is none. */
  declineTweet(userId: string, events: readonly AuditEvent[]): Promise<boolean>
  /** Keeps with the consent for that identity that X took the post, at that time (ISO 8601). */
  noteTweetPosted(userId: string, uid: string, at: string): Promise<void>
  /**
   * Takes back the consent for that identity and removes its job, which has the key `jobKey`. False, and nothing done, when there
   * is no such consent, or it is too late: the job is running, parked, or done.
   */
  withdrawTweet(userId: string, withdrawal: TweetWithdrawal): Promise<boolean>

  /**
   * Gives the user the address, verified, and enqueues and keeps what comes of it. A user who is welcomed by it
   * (`welcomedAt`, ISO 8601) had not been. `taken`: another active user has it verified; one who holds it unverified loses it.
   * `changed`: nothing done, because the user has another address than the one it `replaces`.
   */
  setAddress(userId: string, change: AddressChange): Promise<'done' | 'taken' | 'gone' | 'changed'>
  /** Sets the language of the mails to the user. Does nothing when the user is gone. */
  setLanguage(userId: string, language: string): Promise<void>
  /**
   * Removes the link and whatever was to be posted through it. `last`: nothing done, because the user could not sign in any
   * more; `gone`: the user has no such link.
   */
  disconnect(userId: string, removal: Disconnection): Promise<'done' | 'last' | 'gone'>
  /** The jobs that deleting the user would cancel, oldest first, done ones excepted: they are removed. */
  jobsOf(userId: string): Promise<Job[]>
  /** The jobs with these ids that are still there: done ones are removed. */
  findJobs(ids: readonly string[]): Promise<Job[]>

  /**
   * Notes that the user is leaving (`at`: ISO 8601) and enqueues the job that sees to it. From here on nobody is signed in
   * as them. False, and nothing done, when the user is gone or leaving already.
   */
  beginDeletion(userId: string, at: string, job: JobDescription): Promise<boolean>
  /** Takes `beginDeletion` back, with its job, and keeps the events. Does nothing when the user is gone. */
  cancelDeletion(userId: string, jobId: string, events: readonly AuditEvent[]): Promise<void>
  /**
   * Leaves a tombstone of the user and removes their links, sessions, all jobs but running ones, and from where their
   * events came; then enqueues `jobs` and keeps `events`.
   * False, and nothing done, when the user is gone or inactive.
   */
  deleteAccount(
    userId: string,
    jobs: readonly JobDescription[],
    events: readonly AuditEvent[],
  ): Promise<boolean>

  /** Adds the jobs, except those whose key a job in the store already has. */
  enqueue(jobs: JobDescription[]): Promise<void>
  /**
   * Hands the job that is longest due (by `runAt`, then `enqueuedAt`) to `owner` until `leaseUntil` and counts the
   * attempt, unless the last one was interrupted. Due are waiting jobs with `runAt <= now` and running ones whose lease
   * has run out; one that `owner` itself still holds is not handed out again, its lease becomes longer.
   */
  claimJob(claim: Claim): Promise<ClaimedJob | undefined>
  /** Removes a job that is done. False when the lease has passed on; so for the next two. */
  finishJob(lease: Lease): Promise<boolean>
  /** Puts the job back, to be run at `runAt` (Unix ms). Not counted: the attempt was no fault of the job's. */
  retryJob(lease: Lease, retry: { runAt: number; reason: string; isCounted: boolean }): Promise<boolean>
  /**
   * Ends the job as dead or parked. It keeps its key and its reason; a dead one forgets its payload, which may be all
   * that is left of somebody. A job of a user who is gone is removed instead.
   */
  endJob(lease: Lease, end: { state: 'dead' | 'parked'; reason: string }): Promise<boolean>
  /** When the next job falls due (Unix ms), or undefined when none waits or runs. */
  nextJobAt(exceptTasks?: readonly string[]): Promise<number | undefined>
  /**
   * The system's clock was set, by so many milliseconds. Jobs and limits wait as long as they would have; after a step back
   * sessions keep their age. After a step forward they age with it: better out too early than in for too long.
   */
  clockMoved(byMs: number): Promise<void>
  /** `listener` is called after every commit that added jobs or changed when they fall due. */
  onJobs(listener: () => void): void

  /** Resolves when the store can be read and written at this moment. */
  check(): Promise<void>
  /** Waits for what is under way and lets go of everything. */
  close(): Promise<void>
}

/** Somebody else was faster: read again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict'
}

/** The store cannot be read or written right now: answer 503 and try later. `cause` is for the operator. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
