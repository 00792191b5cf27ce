import { readFile } from 'node:fs/promises'
import { Damaged } from './damaged.ts'
import type { Snapshot } from './document.ts'
import { type RowsByTable, TABLES, type Table } from './document.ts'
import { type Commit, parseLine } from './journal.ts'
import { type JournalFile, listJournals } from './journalFiles.ts'
import { Memory } from './memory.ts'

/** The loaded state. */
export interface Loaded {
  memory: Memory
  /** The number of the last commit. */
  number: number
  /** The time of the last commit (Unix ms). */
  savedAt: number
  /** See `Header.forgotten`. */
  forgotten: number
  /** The unacknowledged end of the last journal. `bytes`: the length of the good part before it. */
  torn: { path: string; bytes: number } | undefined
}

/** Replays the journals beside `file` on the snapshot. Throws `Damaged` when a commit is damaged or missing. */
export async function load(snapshot: Snapshot, file: string): Promise<Loaded> {
  const memory = new Memory()
  for (const table of TABLES) loadTable(table, snapshot, memory)
  const { number, savedAt, forgotten } = snapshot
  const loaded: Loaded = { memory, number, savedAt, forgotten, torn: undefined }
  const journals = (await listJournals(file)).filter(({ last }) => last > number)
  const texts = await Promise.all(journals.map(({ path }) => readFile(path)))
  // An empty journal was begun and never used.
  const used = journals.flatMap((journal, index) => {
    const bytes = texts[index]
    return bytes && bytes.length > 0 ? [{ journal, bytes }] : []
  })
  for (const [index, { journal, bytes }] of used.entries())
    replay(bytes, journal, { loaded, isLast: index === used.length - 1 })
  for (const job of memory.tables.jobs.values()) memory.due.add(job)
  return loaded
}

function loadTable<T extends Table>(table: T, rows: RowsByTable, memory: Memory): void {
  for (const row of rows[table]) memory.load(table, row)
}

function replay(
  bytes: Buffer,
  { path }: JournalFile,
  { loaded, isLast }: { loaded: Loaded; isLast: boolean },
): void {
  let line = 1
  for (let at = 0, end = 0; at < bytes.length; at = end + 1, line++) {
    end = bytes.indexOf('\n', at)
    const text = bytes.toString('utf8', at, end === -1 ? bytes.length : end)
    const commit = end === -1 ? undefined : parseLine(text)
    if (commit) apply(commit, { loaded, path, line })
    else if (end === -1 && isLast && !parseLine(text.slice(0, -1))) {
      loaded.torn = { path, bytes: at }
      return
    } else throw damage(`line ${line} is not what was written: its checksum does not fit`, { path, loaded })
  }
}

function apply(
  { number, at, changes }: Commit,
  { loaded, path, line }: { loaded: Loaded; path: string; line: number },
): void {
  if (number <= loaded.number) return
  if (number !== loaded.number + 1) {
    const missing = `${loaded.number + 1} to ${number - 1}`
    throw damage(`line ${line} is commit ${number}, but the commits ${missing} are missing`, { path, loaded })
  }
  loaded.number = number
  loaded.savedAt = Math.max(at, loaded.savedAt)
  for (const [table, key, row] of changes)
    if (loaded.memory.put(table, key, (row ?? undefined) as never)) loaded.forgotten = number
}

function damage(fact: string, { path, loaded }: { path: string; loaded: Loaded }): Damaged {
  const { number, savedAt } = loaded
  const good = `Everything up to commit ${number} (${new Date(savedAt).toISOString()}) is good`
  return new Damaged(path, `${fact}. ${good}`)
}
