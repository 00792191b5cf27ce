import { Low } from 'lowdb'
import type { Logger } from '../../log.ts'
import type { Tombstone } from '../account.ts'
import type { DeletedList } from './deletedList.ts'
import type { Header, RowsByTable, Snapshot } from './document.ts'
import { formatLine, Journal } from './journal.ts'
import { removeSuperseded } from './journalFiles.ts'
import type { Loaded } from './load.ts'
import type { Lock } from './lock.ts'
import type { Transaction } from './memory.ts'
import type { Schedule } from './schedule.ts'
import { numberOfOlder, type SnapshotFile } from './snapshot.ts'

/** What the files work with. */
export interface FilesOptions {
  file: string
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'error' | 'info'>
  /** Nothing is written without the lock. */
  lock: Pick<Lock, 'ensureHeld'>
  schedule: Schedule
  /** Survives a restored backup. */
  deleted: Pick<DeletedList, 'add'>
  loaded: Loaded
  adapter: SnapshotFile
  /** From the header of the snapshot on disk. */
  saved: Saved
}

type Saved = Pick<Header, 'number' | 'forgotten'>

/** The tombstones of the accounts that the transaction deletes. */
function tombstonesOf({ changes }: Transaction): Tombstone[] {
  return changes.flatMap(([table, , row]) => (table === 'tombstones' && row ? [row as Tombstone] : []))
}

/**
 * The snapshot, the journal after it, and one older generation of both.
 *
 * The order of the writes makes a crash harmless, and also a copy of the folder that has each file from another moment.
 * First a new journal begins. Then the new snapshot replaces the old one, which supersedes the earlier journals. They
 * stay for a while, because a copy may hold the old snapshot and need them.
 */
export class Files {
  readonly #options: FilesOptions
  readonly #state: Loaded
  #journal: Journal
  #saved: Saved
  /** Whether the next append begins a new journal and a new snapshot. */
  #isDue = false
  #isClosing = false
  #writing: Promise<void> | undefined
  /** Appends an empty commit. */
  nudge: () => Promise<void> = async () => undefined

  /** `journal`: the one for the commits after the loaded ones. */
  constructor(options: FilesOptions, journal: Journal) {
    this.#options = options
    this.#state = options.loaded
    this.#journal = journal
    this.#saved = options.saved
    this.#supersede()
    if (this.#mustForget()) this.#forgetSoon()
  }

  /** Makes the transactions durable. Call it when memory holds their changes and no later ones. */
  async append(transactions: readonly Transaction[]): Promise<void> {
    // Before the first await, because memory now holds exactly the changes to be appended.
    const rows = this.#isDue && !this.#writing ? this.#state.memory.capture() : undefined
    const at = this.#options.now()
    const commits = transactions.filter(({ isEmpty }) => !isEmpty)
    const lines = commits.map(({ changes }, index) =>
      formatLine({ number: this.#state.number + 1 + index, at, changes }),
    )
    await this.#options.lock.ensureHeld()
    if (lines.length > 0) await this.#journal.append(lines)
    this.#state.number += lines.length
    if (commits.some(({ forgets }) => forgets)) this.#forget()
    const buried = commits.flatMap(tombstonesOf)
    if (buried.length > 0) await this.#options.deleted.add(buried)
    if (rows) await this.#save(rows, at)
    else if (this.#isLarge()) this.#isDue = true
  }

  /** Writes the last snapshot if anything has changed, and removes files that may hold traces of deleted people. */
  async close(): Promise<void> {
    const { adapter } = this.#options
    adapter.isHurried = true
    this.#isClosing = true
    await this.#writing
    if (!this.#journal.isEmpty) await this.#save(this.#state.memory.capture(), this.#options.now())
    await this.#writing
    await this.#remove(this.#saved)
    await this.#journal.close()
  }

  /** The last commit removed a trace of a deleted person, which must soon go from all files. */
  #forget(): void {
    const isAskedFor = this.#mustForget()
    this.#state.forgotten = this.#state.number
    if (!isAskedFor) this.#forgetSoon()
  }

  /** Whether the snapshot may hold a trace of a deleted person. */
  #mustForget(): boolean {
    return this.#state.forgotten > this.#saved.number
  }

  #forgetSoon(): void {
    this.#later(this.#options.schedule.forgetAfterMs, () => {
      if (this.#mustForget()) this.#ask()
    })
  }

  /** Makes a snapshot due and appends an empty commit, in case no other commit comes. */
  #ask(): void {
    this.#isDue = true
    // The commits report a failing disk and try again.
    void this.nudge().catch(() => this.#later(this.#options.schedule.retryMs, () => this.#ask()))
  }

  #isLarge(): boolean {
    const { schedule, adapter } = this.#options
    return this.#journal.size > Math.max(schedule.minJournalBytes, adapter.bytes)
  }

  /** Begins a new journal if the present one must not go on, and writes the rows as a snapshot in the background. */
  async #save(rows: RowsByTable, savedAt: number): Promise<void> {
    const { log, schedule } = this.#options
    this.#isDue = false
    try {
      // After a failed snapshot the journal goes on. A new journal for each try would fill the folder.
      if (this.#isLarge() || this.#journal.first <= this.#state.forgotten || this.#isClosing)
        await this.#beginJournal()
    } catch (error) {
      log.error({ err: error }, 'a new journal cannot be begun; trying again soon')
      return this.#later(schedule.retryMs, () => this.#ask())
    }
    const header = {
      version: 2,
      number: this.#state.number,
      savedAt,
      forgotten: this.#state.forgotten,
    } as const
    this.#writing = this.#write({ ...header, ...rows }).finally(() => {
      this.#writing = undefined
      // A snapshot was asked for meanwhile.
      if (this.#isDue) this.#ask()
    })
  }

  async #beginJournal(): Promise<void> {
    const before = this.#journal
    this.#journal = await Journal.begin(this.#options.file, this.#state.number + 1)
    await before.close()
  }

  async #write(snapshot: Snapshot): Promise<void> {
    const { adapter, log, schedule } = this.#options
    const before = this.#saved
    // From now on, because a deletion after these rows needs one more snapshot.
    this.#saved = { number: snapshot.number, forgotten: snapshot.forgotten }
    try {
      await new Low(adapter, snapshot).write()
      this.#supersede()
    } catch (error) {
      this.#saved = before
      log.error({ err: error }, 'the snapshot cannot be written; the journals keep everything meanwhile')
      this.#later(schedule.retryMs, () => this.#ask())
    }
  }

  #supersede(): void {
    const saved = this.#saved
    this.#later(this.#options.schedule.supersededMs, () => void this.#remove(saved))
  }

  async #remove(saved: Saved): Promise<void> {
    const { file, log, schedule } = this.#options
    try {
      // At the end only journals with traces go: a copy of the folder may be in progress.
      await removeSuperseded(file, saved, this.#isClosing ? 0 : await numberOfOlder(file))
    } catch (error) {
      log.error({ err: error }, 'superseded files cannot be removed; trying again soon')
      this.#later(schedule.retryMs, () => void this.#remove(saved))
    }
  }

  #later(ms: number, work: () => void): void {
    const unlessClosed = () => {
      if (!this.#isClosing) work()
    }
    setTimeout(unlessClosed, ms).unref()
  }
}
