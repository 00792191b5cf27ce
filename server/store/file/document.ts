import { z } from 'zod'
import { eventSchema } from '../../audit/event.ts'
import { accountSchema, type Stored, sessionSchema, tombstoneSchema } from '../account.ts'

const text = z.string()
/** Unix milliseconds. */
const time = z.number()

/** An open job or a dead letter. */
export const jobSchema = z.strictObject({
  id: text,
  task: text,
  /** Null for jobs that outlive the account. */
  userId: text.nullable(),
  runAt: time,
  enqueuedAt: time,
  /** How many tries have failed because of the job itself. */
  attempts: z.number(),
  /** Why the last try failed. */
  reason: text.nullable(),
  /** Set when the deletion of an account added the job: its payload may name the person until it is done. */
  isTrace: z.literal(true).optional(),
})

/** The tables in their order in the file. */
const tables = {
  accounts: z.array(accountSchema),
  sessions: z.array(sessionSchema),
  /** Only memory knows which jobs run: the lock proves that no other process runs them. */
  jobs: z.array(jobSchema.extend({ payload: z.record(text, text.nullable()) })),
  /** Jobs given up. `sealed`: the payload as JSON, sealed for `dead letter`. */
  deadLetters: z.array(jobSchema.extend({ sealed: text, diedAt: time })),
  /** Uses of the limit `key`, which count until `until`. A use with an `id` counts once, however often it comes. */
  uses: z.array(z.strictObject({ ref: text, key: text, at: time, id: text.nullable(), until: time })),
  events: z.array(eventSchema),
  tombstones: z.array(tombstoneSchema),
  /** How often something was counted on a day. Older versions had no counters. */
  counters: z.array(z.strictObject({ ref: text, day: text, key: text, n: z.number() })).default([]),
}

/** The name of a table. */
export type Table = keyof typeof tables

/** In their order in the file. */
export const TABLES = Object.keys(tables) as Table[]

/** The type of a row, by table. */
export type Rows = { [T in Table]: Stored<z.infer<(typeof tables)[T]>[number]> }
// See `tables`.
export type StoredJob = Rows['jobs']
export type DeadLetter = Rows['deadLetters']
export type Use = Rows['uses']
export type Counter = Rows['counters']

/** Makes an object with an entry for each table. The caller names its type. */
export function perTable<Made extends Record<Table, unknown>>(make: (table: Table) => unknown): Made {
  return Object.fromEntries(TABLES.map((table) => [table, make(table)])) as Made
}

/** The rows of all tables. */
export type RowsByTable = { [T in Table]: Rows[T][] }

const headerSchema = z.strictObject({
  version: z.literal(2),
  /** Of the last commit in the snapshot. */
  number: z.number(),
  savedAt: time,
  /**
   * The number of the last commit that removed a trace of a deleted account. Older files may still hold such a trace.
   */
  forgotten: z.number(),
})

/** The facts that a snapshot states about itself. */
export type Header = z.infer<typeof headerSchema>

/** Everything at the moment of one commit. */
export type Snapshot = Header & RowsByTable

/** An empty snapshot, from before the first commit. */
export function emptySnapshot(savedAt: number): Snapshot {
  return { version: 2, number: 0, savedAt, forgotten: 0, ...perTable<RowsByTable>(() => []) }
}

/** A snapshot whose text may not be our own. */
export const snapshotSchema: z.ZodType<Snapshot> = z.strictObject({ ...headerSchema.shape, ...tables })

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
