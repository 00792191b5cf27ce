import { keyOf, perTable, type Rows, type RowsByTable, type StoredJob, type Table } from './document.ts'
import { DueJobs } from './dueJobs.ts'
import { Indexes } from './indexes.ts'

/** All rows, and the indexes that look-ups use. */
export class Memory {
  readonly tables = perTable<{ [T in Table]: Map<string, Rows[T]> }>(() => new Map())
  readonly indexes = new Indexes()
  /** Open jobs that are durable. */
  readonly due = new DueJobs(this.tables.jobs)

  /** Sets the row, or removes it with undefined. Returns whether that removes a trace of a deleted account. */
  put<T extends Table>(table: T, key: string, row: Rows[T] | undefined): boolean {
    const rows: Map<string, Rows[T]> = this.tables[table]
    const before = rows.get(key)
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
    if (before) this.indexes.change(table, before, 'delete')
    if (row) this.indexes.change(table, row, 'add')
    return row === undefined && before !== undefined && this.#isTrace(table, before)
  }

  /** Adds a loaded row. */
  load<T extends Table>(table: T, row: Rows[T]): void {
    const rows: Map<string, Rows[T]> = this.tables[table]
    const { size } = rows
    const key = keyOf(table, row)
    if (rows.set(key, row).size === size) throw new Error(`two rows of ${table} have the key ${key}`)
    this.indexes.change(table, row, 'add')
  }

  /** The rows at this moment. */
  capture(): RowsByTable {
    return perTable<RowsByTable>((table) => [...this.tables[table].values()])
  }

  #isTrace(table: Table, row: Rows[Table]): boolean {
    if (table === 'accounts') return true
    if (table !== 'jobs' && table !== 'deadLetters') return false
    const { isTrace, userId } = row as Pick<StoredJob, 'isTrace' | 'userId'>
    return isTrace === true || (userId !== null && !this.tables.accounts.has(userId))
  }
}

/** One change of a row: null removes it. */
export type Change = readonly [table: Table, key: string, row: Rows[Table] | null]

/** The changes of one operation. They are applied at once and undone together. */
export class Transaction {
  readonly memory: Memory
  readonly changes: Change[] = []
  /** Whether to append it although it changes nothing. */
  readonly isProbe: boolean
  readonly #undo: (() => void)[] = []
  /** Whether it removes a trace of a deleted account, which must then go from all files. */
  forgets = false

  constructor(memory: Memory, { isProbe = false } = {}) {
    this.memory = memory
    this.isProbe = isProbe
  }

  get isEmpty(): boolean {
    return this.changes.length === 0 && !this.isProbe
  }

  /** Makes the changes of `change`; undoes them if it throws. */
  apply<T>(change: (transaction: Transaction) => T): T {
    try {
      return change(this)
    } catch (error) {
      this.undo()
      throw error
    }
  }

  put<T extends Table>(table: T, key: string, row: Rows[T] | undefined): void {
    const rows: Map<string, Rows[T]> = this.memory.tables[table]
    const before = rows.get(key)
    if (before === undefined && row === undefined) return
    if (this.memory.put(table, key, row)) this.forgets = true
    this.changes.push([table, key, row ?? null])
    this.#undo.push(() => {
      this.memory.put(table, key, before)
      if (table === 'jobs' && before) this.memory.due.add(before as StoredJob)
    })
  }

  /** Undoes the changes. Undo later transactions first. */
  undo(): void {
    for (const undo of this.#undo.reverse()) undo()
  }

  /** Hands its jobs to the worker, because it is durable now. Returns whether there are any. */
  settle(): boolean {
    const jobs = this.changes.flatMap(([table, , row]) => (table === 'jobs' && row ? [row as StoredJob] : []))
    for (const job of jobs) this.memory.due.add(job)
    return jobs.length > 0
  }
}

/**
 * Applies `change` to memory at once and resolves with its result when that is durable. If `change` throws, everything
 * is undone and the error is thrown. If it cannot be made durable, everything is undone and `StoreUnavailable` is
 * thrown.
 */
export type Mutate = <T>(change: (transaction: Transaction) => T) => Promise<T>

/** What an operation works with. */
export interface Tools {
  memory: Memory
  mutate: Mutate
  /** Unix milliseconds. */
  now: () => number
}
