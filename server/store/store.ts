import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Account, Identity, Session, Standing, Tombstone } from './account.ts'

/** A unique key of an account. Addresses and usernames are compared by `emailKey` and `usernameKey`. */
export type AccountKey = { id: string } | Identity | { email: string } | { username: string }

/** The state on which a decision rests. */
export interface AccountState {
  account: Account
  /** All stored sessions, expired ones included; newest visit first. */
  sessions: readonly Session[]
}

/** What a commit stores along with an account: all of it or nothing. */
export interface Consequences {
  /** A session to store. */
  begins?: Session
  /** `idHash` of sessions to end: of this account or, when a browser signs in again, its session of another account. */
  ends?: readonly string[]
  jobs?: readonly JobDescription[]
  events?: readonly AuditEvent[]
}

/** The result of a decision. The store applies it as a whole. */
export interface Decision<T> extends Consequences {
  /** The new state of the account; undefined: unchanged. */
  account?: Account
  /**
   * Deletes the account and stores this. Its connections, sessions and dead letters are removed, and its events lose
   * their network and note.
   */
  tombstone?: Tombstone
  /** What `Store.change` returns. */
  result: T
}

/** At most `max` uses of `key` within any `windowMs`. */
export interface Limit {
  key: string
  max: number
  windowMs: number
}

/** How often something happened on a day. */
export interface Count {
  /** `2026-11-01` (UTC). */
  day: string
  key: string
  n: number
}

/** The numbers that the desk shows. */
export interface Figures {
  /** The number of accounts, and of those that are locked or being deleted. */
  accounts: { all: number; locked: number; leaving: number }
  counts: readonly Count[]
}

/** Which accounts to look for. */
export interface Search {
  /** The beginning of a username, a name or an address, in any spelling; empty: all accounts. */
  start: string
  /** Only accounts in this state; undefined: all. */
  state?: Standing
  /** Only accounts behind this place; undefined: from the beginning. */
  after?: SearchPlace
  limit: number
}

/** The place of an account in the result of a search: by usernames, then by names, then by addresses. */
export interface SearchPlace {
  by: SearchField
  /** The key of that field. */
  key: string
  id: string
}

/** The fields that a search looks at, in this order. */
export const SEARCH_FIELDS = ['username', 'name', 'email'] as const

/** See `SEARCH_FIELDS`. */
export type SearchField = (typeof SEARCH_FIELDS)[number]

/** An account that was found. */
export interface Found {
  account: Account
  place: SearchPlace
  /** The newest visit of a session, or else the last sign-in, in Unix milliseconds; null if neither is known. */
  lastSeenAt: number | null
}

/** Anybody can fail to sign in any number of times, so only this many events without a user are kept. */
export const MAX_EVENTS_OF_NOBODY = 10_000

/** More than a person causes in the time for which events are kept. */
export const MAX_EVENTS_OF_USER = 1_000

/** What `sweep` removes, in Unix milliseconds. */
export interface Expiry {
  /** Sessions that have not been used since then. */
  seenSince: number
  /** Sessions that began before then. */
  createdSince: number
  /** Audit events, tombstones and dead letters from before then. */
  keptSince: number
}

/**
 * The durable state: tables, indexes and constraints, but no rules about accounts. Each operation is atomic and, once
 * its promise resolves, durable. Every operation throws `StoreUnavailable` when the store cannot be read or written;
 * then nothing has happened. Returned objects belong to the store: they are read-only.
 */
export interface Store {
  /** Finds an account, also one that is locked or being deleted. */
  find(key: AccountKey): Promise<Account | undefined>
  /**
   * Adds an account. Throws `Conflict` when another account has its id, its username, its address or one of its
   * identities.
   */
  create(account: Account, consequences?: Consequences): Promise<void>
  /**
   * Passes the account to `decide` and applies the decision, while nobody else changes the account. `decide` may be
   * called again, so it must be pure. If it throws, nothing has happened and the error is thrown. Returns undefined
   * when there is no such account. Throws `Conflict` like `create`.
   */
  change<T>(userId: string, decide: (state: AccountState) => Decision<T>): Promise<T | undefined>
  /** The next `limit` accounts after this id, in the order of ids: for going through all accounts. */
  accountsAfter(userId: string, limit: number): Promise<readonly Account[]>
  /** The newest tombstone that has this fingerprint for an identity or for the username. */
  findTombstone(fingerprint: string): Promise<Tombstone | undefined>

  /** Finds a session with its account, also an expired one. */
  findSession(idHash: string): Promise<{ account: Account; session: Session } | undefined>
  /** Stores the time of a visit. Does nothing when the session is gone. */
  touchSession(idHash: string, lastSeenAt: number): Promise<void>
  /** All sessions of the user, expired ones included; newest visit first. */
  sessionsOf(userId: string): Promise<readonly Session[]>

  /**
   * Counts one use against all of `limits` or, when one of them is used up, against none. Returns the milliseconds
   * until there is room: 0 when the use was counted. A use with an `id` is counted once, however often it is reported.
   */
  use(limits: readonly Limit[], id?: string): Promise<number>

  /** Stores the events. The oldest ones beyond the two maxima above are removed. */
  record(events: readonly AuditEvent[]): Promise<void>
  /** The newest events of the user, newest first. */
  eventsOf(userId: string, count: number): Promise<readonly AuditEvent[]>

  /** Finds the accounts whose username, name or address begins like this, each of them once; see `SearchPlace`. */
  search(search: Search): Promise<readonly Found[]>
  /** Adds to the counters of the days. */
  count(counts: readonly Count[]): Promise<void>
  /**
   * The number of accounts, and all counters from this day on (`2026-11-01`); counters are kept for 60 days. It costs
   * the same with a million accounts as with ten.
   */
  figuresSince(day: string): Promise<Figures>

  /** Removes what is too old, and used limits that have expired. Returns how many rows were removed. */
  sweep(expiry: Expiry): Promise<number>
  /** Resolves if the store can be read and written at this moment. */
  check(): Promise<void>
  /** Waits for running operations and releases everything. */
  close(): Promise<void>
}

/** The unique field that another account has. */
export type Taken = 'id' | 'username' | 'email' | 'identity'

/** Another request was faster: read and decide again. */
export class Conflict extends Error {
  override name = 'Conflict'
  /** Undefined when a decision found that its basis had changed. */
  readonly taken: Taken | undefined

  constructor(message: string, options: ErrorOptions & { taken?: Taken } = {}) {
    super(message, options)
    this.taken = options.taken
  }
}

/** The store cannot be read or written at the moment: answer 503. `cause` is for the operator. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
