/** The data that server and client exchange on the desk. Types only. */
import type { AccountEvent, OwnConsent, OwnSession } from './api.ts'

/** An account in the list of the desk. */
export interface DeskPerson {
  id: string
  username: string
  name: string
  email: string | null
  /** `active`: people can sign in; `leaving`: the account is being deleted. */
  state: 'active' | 'locked' | 'leaving'
  /** Set while the account is locked. */
  lockReason: string | null
  /** ISO 8601. */
  createdAt: string
  /**
   * ISO 8601: the latest visit of a session or, without sessions, the last sign-in; null when neither is
   * known.
   */
  lastSeenAt: string | null
  connections: { provider: string; uid: string; username: string }[]
}

/** `GET /api/desk/people`: `next` is the value of `after` for the next page, or null. */
export interface PeopleAnswer {
  people: DeskPerson[]
  next: string | null
}

/** `GET /api/desk/people/ID`. Sessions: newest visit first; events and consents: newest first. */
export interface DeskPersonAnswer {
  person: DeskPersonDetails
  sessions: DeskSession[]
  events: AccountEvent[]
  consents: DeskConsent[]
  jobs: DeskJob[]
}

/** An account with all its details on the desk. */
export interface DeskPersonDetails extends DeskPerson {
  avatarUrl: string | null
  language: string
  /** ISO 8601; null unless the account is locked. */
  lockedAt: string | null
  /** ISO 8601; null unless the account is being deleted. */
  leavingSince: string | null
  /** Whether it is an operator's account, which cannot be locked or deleted at the desk. */
  isOperator: boolean
}

/** A session on the desk. Times are ISO 8601. */
export type DeskSession = Omit<OwnSession, 'isCurrent'> & { provider: string | null }

/** A consent to post on the desk. */
export type DeskConsent = Omit<OwnConsent, 'canTakeBack'>

/**
 * A job or a dead letter. Times are ISO 8601; the job runs at `runAt` at the earliest. A running job counts
 * as waiting.
 */
export interface DeskJob {
  id: string
  task: string
  userId: string | null
  state: 'waiting' | 'dead'
  reason: string | null
  attempts: number
  runAt: string
  enqueuedAt: string
}

/** `GET /api/desk/jobs`: `next` is the value of `after` for the next page, or null. */
export interface JobsAnswer {
  jobs: DeskJob[]
  next: string | null
}

/** `GET /api/desk/overview`. */
export interface OverviewAnswer {
  /** The current problems, oldest first. */
  problems: DeskProblem[]
  accounts: { all: number; locked: number; leaving: number }
  /** The number of jobs, by task. */
  jobs: { task: string; waiting: number; dead: number }[]
  /** The last 30 days, such as `2026-11-01`, oldest first; the last is today (UTC). */
  days: string[]
  /** The new accounts of each day. All counts below have one number for each of the days, too. */
  newAccounts: number[]
  deletions: number[]
  signIns: { provider: string; label: string; outcome: string; counts: number[] }[]
  reminders: { outcome: string; counts: number[] }[]
  mails: { kind: string; outcome: string; counts: number[] }[]
}

/** A problem that the operator should look at. */
export interface DeskProblem {
  kind: string
  /** ISO 8601; null when the beginning is not known. */
  since: string | null
  /** In the reader's language. */
  message: string
}
