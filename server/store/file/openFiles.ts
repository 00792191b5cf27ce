import { link, mkdir, realpath, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Low } from 'lowdb'
import { StoreRefused } from '../storeRefused.ts'
import { allowing, ifThere } from './disk.ts'
import { emptySnapshot, type Snapshot } from './document.ts'
import { Files, type FilesOptions } from './files.ts'
import { Journal } from './journal.ts'
import { listJournals } from './journalFiles.ts'
import { type Loaded, load } from './load.ts'
import { olderIsGood } from './refusal.ts'
import { olderSnapshot, SnapshotFile } from './snapshot.ts'

/** Loads the files, or begins with none, and prepares them for writing. */
export async function openFiles(
  options: Pick<FilesOptions, 'file' | 'now' | 'log' | 'lock' | 'schedule' | 'deleted'>,
): Promise<{ files: Files; loaded: Loaded }> {
  const { file, now, lock } = options
  const adapter = new SnapshotFile(file, lock)
  const database = new Low<Snapshot>(adapter, emptySnapshot(now()))
  await database.read()
  if (adapter.bytes === 0) await refuseIfMissing(file)
  else await refuseSingleMount(file)
  const loaded = await load(database.data, file)
  const saved = { number: database.data.number, forgotten: database.data.forgotten }
  // A new file begins, and a file of an older version or edited by hand gets its checksum.
  if (!adapter.isOurs) await database.write()
  const journal = await Journal.begin(file, loaded.number + 1)
  return { files: new Files({ ...options, loaded, adapter, saved }, journal), loaded }
}

/** Follows a symbolic link: renaming would replace the link, and two names would have two locks. */
export async function locate(file: string): Promise<string> {
  // If the file cannot be found, its first use reports why.
  return realpath(file).catch(() => file)
}

/** Makes the folder if only the last level is missing. A longer missing path is probably a mistake. */
export async function prepareFolder(file: string): Promise<void> {
  await allowing(['EEXIST'], mkdir(dirname(file), { mode: 0o700 }))
  const there = await stat(file).catch(() => undefined)
  if (there && !there.isFile()) throw new StoreRefused(`The data file ${file} is not a file.`)
}

/** Without a data file there must be no used journal and no older generation. */
async function refuseIfMissing(file: string): Promise<void> {
  const journals = await listJournals(file)
  const sizes = await Promise.all(journals.map(async ({ path }) => (await stat(path)).size))
  if (sizes.every((size) => size === 0) && !(await ifThere(stat(olderSnapshot(file))))) return
  throw new StoreRefused(
    `The data file ${file} is missing, but its journals or its older generation are there. ${await olderIsGood(file)} Or move all of them away to begin empty.`,
  )
}

/** A file that is mounted by itself cannot be linked from its folder: EXDEV. */
async function refuseSingleMount(file: string): Promise<void> {
  const name = `${file}.name`
  await rm(name, { force: true })
  await link(file, name)
  await rm(name)
}
