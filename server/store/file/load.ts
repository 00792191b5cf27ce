import { readFile } from 'node:fs/promises'
import { Damaged } from './damaged.ts'
import { type Header, type RowsByTable, type Snapshot, TABLES, type Table } from './document.ts'
import { type Commit, parseLine } from './journal.ts'
import { listJournals } from './journalFiles.ts'
import { Memory } from './memory.ts'

/** All rows, with the number and the time (Unix ms) of the last commit. `Files` goes on from here. */
export interface Loaded extends Pick<Header, 'number' | 'savedAt' | 'forgotten'> {
  memory: Memory
}

/** Replays the journals beside `file` on the snapshot. Throws `Damaged` when a commit is damaged or missing. */
export async function load(snapshot: Snapshot, file: string): Promise<Loaded> {
  const memory = new Memory()
  for (const table of TABLES) loadTable(table, snapshot, memory)
  const { number, savedAt, forgotten } = snapshot
  const loaded: Loaded = { memory, number, savedAt, forgotten }
  for (const { path, last } of await listJournals(file))
    if (last > number) replay(await readFile(path), { loaded, path })
  for (const job of memory.tables.jobs.values()) memory.due.add(job)
  return loaded
}

function loadTable<T extends Table>(table: T, rows: RowsByTable, memory: Memory): void {
  for (const row of rows[table]) memory.load(table, row)
}

function replay(bytes: Buffer, { loaded, path }: { loaded: Loaded; path: string }): void {
  let line = 1
  for (let at = 0, end = 0; at < bytes.length; at = end + 1, line++) {
    end = bytes.indexOf('\n', at)
    const text = bytes.toString('utf8', at, end === -1 ? bytes.length : end)
    // The end of a journal that was torn before anything acknowledged it. The next journal goes on with its number.
    if (end === -1 && !parseLine(text.slice(0, -1))) return
    const commit = end === -1 ? undefined : parseLine(text)
    if (!commit)
      throw damage(`line ${line} is not what was written: its checksum does not fit`, { path, loaded })
    apply(commit, { loaded, path, line })
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
