import type { AuditEvent } from '../../audit/event.ts'
import type { JobDescription } from '../../jobs/job.ts'
import type { Account, Session, Tombstone } from '../account.ts'
import type { Count } from '../store.ts'

/** A job in the file. Only memory knows which jobs run: the lock proves that no other process runs them. */
export interface StoredJob extends JobDescription {
  /** Unix milliseconds. */
  readonly enqueuedAt: number
  /** How many tries have failed because of the job itself. */
  readonly attempts: number
  /** Why the last try failed. */
  readonly reason: string | null
  /** Set when the deletion of an account added the job: its payload may name the person until it is done. */
  readonly isTrace?: true
}

/** A job given up. */
export interface DeadLetter extends Omit<StoredJob, 'payload'> {
  /** The payload as JSON, sealed for `dead letter`. */
  readonly sealed: string
  /** Unix milliseconds. */
  readonly diedAt: number
}

/** One use of a limit. */
export interface Use {
  /** The key of the row. */
  readonly ref: string
  /** The key of the limit. */
  readonly key: string
  /** Unix milliseconds. */
  readonly at: number
  /** A use with an id counts once, however often it comes. */
  readonly id: string | null
  /** When it stops counting (Unix ms). */
  readonly until: number
}

/** How often something was counted on a day. */
export interface Counter extends Count {
  /** The key of the row. */
  readonly ref: string
}

/** What a row of each table is. Rows are never changed in place. */
export interface Rows {
  accounts: Account
  sessions: Session
  jobs: StoredJob
  deadLetters: DeadLetter
  uses: Use
  events: AuditEvent
  tombstones: Tombstone
  counters: Counter
}

/** The name of a table. */
export type Table = keyof Rows

/** The tables in their order in the file. */
export const TABLES = [
  'accounts',
  'sessions',
  'jobs',
  'deadLetters',
  'uses',
  'events',
  'tombstones',
  'counters',
] as const

/** The rows of all tables. */
export type RowsByTable = { [T in Table]: Rows[T][] }

/** The facts that a snapshot states about itself. */
export interface Header {
  version: 2
  /** Of the last commit in it. */
  number: number
  /** Unix milliseconds. */
  savedAt: number
  /**
   * The number of the last commit that removed a trace of a deleted account. Older files may still hold such a trace.
   */
  forgotten: number
}

/** Everything at the moment of one commit. */
export type Snapshot = Header & RowsByTable

/** Everything that a store keeps, as plain data. */
export type Document = RowsByTable & {
  /** When it was saved (Unix ms). If the clock is earlier than this, it was set back. */
  readonly savedAt: number
}

const KEYS: { [T in Table]: (row: Rows[T]) => string } = {
  accounts: ({ user }) => user.id,
  sessions: ({ idHash }) => idHash,
  jobs: ({ id }) => id,
  deadLetters: ({ id }) => id,
  uses: ({ ref }) => ref,
  events: ({ id }) => id,
  tombstones: ({ userId }) => userId,
  counters: ({ ref }) => ref,
}

/** The primary key of a row. */
export function keyOf<T extends Table>(table: T, row: Rows[T]): string {
  return KEYS[table](row)
}
