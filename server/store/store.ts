import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Account, Identity, Session, Tombstone } from './account.ts'

/** What to find an account by: each is unique. Addresses and usernames are compared by their keys. */
export type AccountKey = { id: string } | Identity | { email: string } | { username: string }

/** The state that a decision rests on. */
export interface AccountState {
  account: Account
  /** All that are stored, too old ones included; newest visit first. */
  sessions: readonly Session[]
}

/** What is committed along with an account: all of it or nothing. */
export interface Consequences {
  /** A session that begins. */
  begins?: Session
  /** `idHash` of sessions that end: of this account or, when a browser signs in anew, the one of another it had before. */
  ends?: readonly string[]
  jobs?: readonly JobDescription[]
  events?: readonly AuditEvent[]
}

/** What a change comes to. The store applies it as a whole. */
export interface Decision<T> extends Consequences {
  /** The new state of the account; left out: unchanged. */
  account?: Account
  /**
   * The account is deleted and this stays. Its connections, sessions and dead letters go, and its events no longer say
   * where they came from.
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

/** Something that was counted. */
export interface Count {
  /** `2026-11-01` (UTC). */
  day: string
  key: string
  n: number
}

/** The numbers that the desk shows. */
export interface Figures {
  /** How many accounts there are now, and how many of them are locked, or are being deleted. */
  accounts: { all: number; locked: number; leaving: number }
  counts: readonly Count[]
}

/** Which accounts to look for. */
export interface Search {
  /** The beginning of a username, a name or an address, in any spelling; empty: everybody. */
  start: string
  /** Only accounts in this state; left out: all. */
  state?: Standing
  /** Behind this place; left out: from the beginning. */
  after?: SearchPlace
  limit: number
}

/** Whether people can be signed in to an account. One that is being deleted is `leaving`, locked or not. */
export type Standing = 'active' | 'locked' | 'leaving'

/** Where an account stands in what was found: by usernames, then by names, then by addresses. */
export interface SearchPlace {
  by: SearchField
  /** The key of that field. */
  key: string
  id: string
}

/** What accounts are found by, in this order. */
export const SEARCH_FIELDS = ['username', 'name', 'email'] as const

/** See `SEARCH_FIELDS`. */
export type SearchField = (typeof SEARCH_FIELDS)[number]

/** An account that was found. */
export interface Found {
  account: Account
  place: SearchPlace
  /** The newest visit of a session, or else the last sign-in, in Unix milliseconds; null when neither is known. */
  lastSeenAt: number | null
}

/** So many events of nobody are kept: anybody can fail to sign in as often as they like. */
export const MAX_EVENTS_OF_NOBODY = 10_000

/** So many events of one user are kept: more than a person causes in the time for which events are kept. */
export const MAX_EVENTS_OF_USER = 1_000

/** What is older than this is of no more use, in Unix milliseconds. */
export interface Expiry {
  /** For sessions not used since then, */
  seenSince: number
  /** and for those begun before then. */
  createdSince: number
  /** For audit events, tombstones and dead letters. */
  keptSince: number
}

/**
 * Where everything that must last is kept: tables, indexes and constraints, but no rules about accounts. Each operation is
 * atomic and, once its promise resolves, durable. Every operation throws `StoreUnavailable` when the store cannot be read
 * or written; nothing has happened then. Returned objects are the store's own: they are read-only.
 */
export interface Store {
  /** The account, whether or not it is locked or its user is leaving. */
  find(key: AccountKey): Promise<Account | undefined>
  /**
   * Adds an account. Throws `Conflict` when its id, its username, its address or one of its identities is another's.
   */
  create(account: Account, consequences?: Consequences): Promise<void>
  /**
   * Hands the account to `decide` and applies the decision, while nobody else changes the account. `decide` may be called
   * again, so it must be pure; what it throws is thrown and nothing has happened. Undefined: there is no such account.
   * Throws `Conflict` like `create`.
   */
  change<T>(userId: string, decide: (state: AccountState) => Decision<T>): Promise<T | undefined>
  /** The next accounts in the order of their ids, at most `limit`, after the one with that id: to go through all of them. */
  accountsAfter(userId: string, limit: number): Promise<readonly Account[]>
  /** The newest tombstone with this fingerprint, as that of an identity or of the username. */
  findTombstone(fingerprint: string): Promise<Tombstone | undefined>

  /** The session and its account, however old it is. */
  findSession(idHash: string): Promise<{ account: Account; session: Session } | undefined>
  /** Does nothing when the session is gone. */
  touchSession(idHash: string, lastSeenAt: number): Promise<void>
  /** All sessions of the user, too old ones included; newest visit first. */
  sessionsOf(userId: string): Promise<readonly Session[]>
  /** Ends every session there is. Returns how many ended. */
  endAllSessions(): Promise<number>

  /**
   * Counts one use against all of `limits`, or, when one of them is used up, against none. Returns the milliseconds
   * until there is room: 0 when it was counted. A use with an `id` is counted once, however often it comes.
   */
  use(limits: readonly Limit[], id?: string): Promise<number>

  /** Keeps the events, up to the two maxima above: the oldest go. */
  record(events: readonly AuditEvent[]): Promise<void>
  /** The newest events of the user, newest first. */
  eventsOf(userId: string, count: number): Promise<readonly AuditEvent[]>

  /** The accounts whose username, name or address begins so, each once: see `SearchPlace`. */
  search(search: Search): Promise<readonly Found[]>
  /** Adds to the counters of each day. */
  count(counts: readonly Count[]): Promise<void>
  /**
   * How many accounts there are, and all counters from this day on (`2026-11-01`); counters are kept for 60 days. It does not
   * go through the accounts: a million of them cost no more than ten.
   */
  figuresSince(day: string): Promise<Figures>

  /** Removes what is too old, and limits that limit nobody any more. Returns how many rows went. */
  sweep(expiry: Expiry): Promise<number>
  /** Resolves when the store can be read and written at this moment. */
  check(): Promise<void>
  /** Waits for what is under way and releases everything. */
  close(): Promise<void>
}

/** Which unique thing of an account is another's. */
export type Taken = 'id' | 'username' | 'email' | 'identity'

/** Another request was faster: read again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict'
  /** Undefined where a decision found that what it rests on has changed. */
  readonly taken: Taken | undefined

  constructor(message: string, options: ErrorOptions & { taken?: Taken } = {}) {
    super(message, options)
    this.taken = options.taken
  }
}

/** The store cannot be read or written right now: answer 503 and try later. `cause` is for the operator. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
