import type { Database } from './tables.ts'

/** What an operation works on that changes several things at once. */
export interface Change {
  /** The transaction. */
  tx: Database
  now: () => number
  /** Set when jobs fall due earlier than anybody knew. */
  makesJobsDue: boolean
}

/** Runs `change` in a transaction, and resolves with its result when that is committed. A throw in it undoes it. */
export type Mutate = <T>(change: (change: Change) => Promise<T>) => Promise<T>
