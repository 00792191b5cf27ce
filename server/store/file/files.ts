import { rm } from 'node:fs/promises'
import type { Low } from 'lowdb'
import type { Logger } from '../../log.ts'
import type { Tombstone } from '../account.ts'
import type { CommitLog } from './commits.ts'
import type { DeletedList } from './deletedList.ts'
import type { RowsByTable, Snapshot } from './document.ts'
import { Journal } from './journal.ts'
import { journalPath, listJournals } from './journalFiles.ts'
import { formatLine } from './journalLine.ts'
import type { Loaded } from './load.ts'
import type { Lock } from './lock.ts'
import type { Memory, Transaction } from './memory.ts'
import { emptySnapshot, olderSnapshot, type SnapshotFile } from './snapshot.ts'

/** When files are written and removed. */
export interface Schedule {
  /** A journal larger than the snapshot, and than this, asks for a new snapshot. */
  minJournalBytes: number
  /** So long after a deletion the snapshot is written anew, once for all deletions in between. */
  forgetAfterMs: number
  /** Superseded files stay for so long: a copy of the folder may be under way. */
  supersededMs: number
  /** A snapshot that could not be written is tried again after this. */
  retryMs: number
}

/** No file names a deleted person for longer than `forgetAfterMs`, the writing and `supersededMs`: less than a minute. */
export const SCHEDULE: Schedule = {
  minJournalBytes: 4 * 2 ** 20,
  forgetAfterMs: 10_000,
  supersededMs: 30_000,
  retryMs: 5_000,
}

/** What the files are kept with. */
export interface FilesOptions {
  file: string
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'error' | 'info'>
  /** Nothing is written without it. */
  lock: Pick<Lock, 'isHeld'>
  schedule: Schedule
  /** Outlives a restored backup. */
  deleted: Pick<DeletedList, 'add'>
  loaded: Loaded
  /** Of the snapshot that was loaded. */
  database: Low<Snapshot>
  adapter: SnapshotFile
  /** The number of the snapshot before it; undefined when there is none. */
  olderNumber: number | undefined
}

/** Which files are superseded by the snapshot `number`. */
interface Superseded {
  number: number
  forgotten: number
  /** The number of the snapshot before. */
  older: number
}

/** Of the accounts that are deleted by it. */
function tombstonesOf({ changes }: Transaction): Tombstone[] {
  return changes.flatMap(([table, , row]) => (table === 'tombstones' && row ? [row as Tombstone] : []))
}

/**
 * The snapshot, the journal after it, and one older generation of both.
 *
 * The order makes a crash harmless, and a copy of the folder in which each file is of another moment. A new journal begins
 * first. Then the snapshot is replaced, which makes the journals before superfluous. They stay for a while, because a copy
 * may have the snapshot before and still need them.
 */
export class Files implements CommitLog {
  readonly #options: FilesOptions
  readonly #memory: Memory
  readonly #timers = new Set<NodeJS.Timeout>()
  #journal: Journal
  /** The number of the first commit in the journal. */
  #first: number
  #number: number
  #forgotten: number
  #older: number
  /** Whether the next append is to begin a new journal and a new snapshot. */
  #isDue = false
  /** Whether nothing more may be appended to the journal. */
  #isComplete = false
  #isClosing = false
  #writing: Promise<void> | undefined
  /** Appends a commit without changes. */
  nudge: () => Promise<void> = async () => undefined

  private constructor(options: FilesOptions, journal: Journal) {
    const { loaded, database, olderNumber } = options
    this.#options = options
    this.#memory = loaded.memory
    this.#journal = journal
    this.#first = loaded.number + 1
    this.#number = loaded.number
    this.#forgotten = loaded.forgotten
    this.#older = olderNumber ?? database.data.number
  }

  /** Begins a journal after what was loaded. */
  static async begin(options: FilesOptions): Promise<Files> {
    const { file, loaded, database, schedule } = options
    const files = new Files(options, await Journal.begin(journalPath(file, loaded.number + 1)))
    files.#supersede(database.data)
    if (loaded.forgotten > database.data.number) files.#later(schedule.forgetAfterMs, () => files.#ask())
    return files
  }

  get memory(): Memory {
    return this.#memory
  }

  /** When the last commit was made that was loaded (Unix ms). */
  get loadedSavedAt(): number {
    return this.#options.loaded.savedAt
  }

  async append(transactions: readonly Transaction[]): Promise<void> {
    // Before the first await: memory holds what is appended now, and nothing later.
    const rows = this.#isDue && !this.#writing ? this.#memory.capture() : undefined
    const at = this.#options.now()
    const commits = transactions.filter(({ isEmpty }) => !isEmpty)
    const lines = commits.map(({ changes }, index) =>
      formatLine({ number: this.#number + 1 + index, at, changes }),
    )
    if (!(await this.#options.lock.isHeld()))
      throw new Error('another process has taken the lock: end one of the two')
    if (this.#isComplete) await this.#beginJournal()
    if (lines.length > 0) await this.#journal.append(lines)
    this.#number += lines.length
    if (commits.some(({ forgets }) => forgets)) this.#forget()
    const buried = commits.flatMap(tombstonesOf)
    if (buried.length > 0) await this.#options.deleted.add(buried)
    if (rows) await this.#save(rows, at)
    else if (this.#isLarge()) this.#isDue = true
  }

  /** Writes the last snapshot, unless nothing has changed, and removes what must not stay. */
  async close(): Promise<void> {
    const { adapter } = this.#options
    adapter.isHurried = true
    this.#isClosing = true
    await this.#writing
    if (!this.#journal.isEmpty) await this.#save(this.#memory.capture(), this.#options.now())
    await this.#writing
    for (const timer of this.#timers) clearTimeout(timer)
    // Of the superseded files only those go that may hold a trace: a copy of the folder may be under way.
    await this.#remove({ ...this.#options.database.data, older: 0 })
    await this.#journal.close()
  }

  /** A trace of a deleted person went with the last commit: soon it goes from all files. */
  #forget(): void {
    const isAskedFor = this.#forgotten > this.#options.database.data.number
    this.#forgotten = this.#number
    if (isAskedFor) return
    this.#later(this.#options.schedule.forgetAfterMs, () => {
      if (this.#forgotten > this.#options.database.data.number) this.#ask()
    })
  }

  /** Asks for a snapshot, although there may be nothing to append. */
  #ask(): void {
    this.#isDue = true
    // A disk in trouble is noted by the commits, which try again.
    void this.nudge().catch(() => this.#later(this.#options.schedule.retryMs, () => this.#ask()))
  }

  #isLarge(): boolean {
    const { schedule, adapter } = this.#options
    return this.#journal.size > Math.max(schedule.minJournalBytes, adapter.bytes)
  }

  /** Begins a journal, unless the present one may go on, and writes the rows as a snapshot in the background. */
  async #save(rows: RowsByTable, savedAt: number): Promise<void> {
    const { log, schedule } = this.#options
    this.#isDue = false
    // After a snapshot that failed the journal goes on: one for each try would fill the folder.
    if (this.#isLarge() || this.#first <= this.#forgotten || this.#isClosing) this.#isComplete = true
    try {
      if (this.#isComplete) await this.#beginJournal()
    } catch (error) {
      log.error({ err: error }, 'a new journal cannot be begun; trying again soon')
      return this.#later(schedule.retryMs, () => this.#ask())
    }
    const header = { version: 2, number: this.#number, savedAt, forgotten: this.#forgotten } as const
    this.#writing = this.#write({ ...header, ...rows }).finally(() => {
      this.#writing = undefined
      // Asked for meanwhile.
      if (this.#isDue) this.#ask()
    })
  }

  /** From the first try on nothing more is appended to the journal before: its last commit follows from the names. */
  async #beginJournal(): Promise<void> {
    const first = this.#number + 1
    const next = await Journal.begin(journalPath(this.#options.file, first))
    const before = this.#journal
    this.#journal = next
    this.#first = first
    this.#isComplete = false
    await before.close()
  }

  async #write(snapshot: Snapshot): Promise<void> {
    const { database, log, schedule } = this.#options
    const before = database.data
    try {
      database.data = snapshot
      await database.write()
      // Only what it tells of itself is needed any longer.
      database.data = { ...emptySnapshot(0), number: snapshot.number, forgotten: snapshot.forgotten }
      this.#older = before.number
      this.#supersede(snapshot)
    } catch (error) {
      database.data = before
      log.error({ err: error }, 'the snapshot cannot be written; the journals keep everything meanwhile')
      this.#later(schedule.retryMs, () => this.#ask())
    }
  }

  #supersede({ number, forgotten }: Pick<Snapshot, 'number' | 'forgotten'>): void {
    const superseded = { number, forgotten, older: this.#older }
    this.#later(this.#options.schedule.supersededMs, () => void this.#remove(superseded))
  }

  /** Removes journals before the older generation and all that may hold a trace of a deleted person. */
  async #remove(superseded: Superseded): Promise<void> {
    const { file, log } = this.#options
    const { number, older, forgotten } = superseded
    try {
      for (const { path, first, last } of await listJournals(file))
        if (last <= number && (last <= older || first <= forgotten)) await rm(path, { force: true })
      if (this.#older < forgotten && forgotten <= number) await rm(olderSnapshot(file), { force: true })
      // Version 1 kept two older generations.
      await rm(`${file}.2`, { force: true })
    } catch (error) {
      log.error({ err: error }, 'superseded files cannot be removed; trying again soon')
      this.#later(this.#options.schedule.retryMs, () => void this.#remove(superseded))
    }
  }

  #later(ms: number, work: () => void): void {
    if (this.#isClosing) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms).unref()
    this.#timers.add(timer)
  }
}
