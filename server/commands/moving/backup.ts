import { existsSync } from 'node:fs'
import { mkdir, realpath, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readDeletedList } from '../../store/file/deletedList.ts'
import { type Document, emptySnapshot } from '../../store/file/document.ts'
import { listJournals } from '../../store/file/journalFiles.ts'
import { type Loaded, load } from '../../store/file/load.ts'
import { acquireLock, type Lock } from '../../store/file/lock.ts'
import { locate, prepareFolder } from '../../store/file/openFiles.ts'
import { readDataFile, writeDataFile } from '../../store/file/readDataFile.ts'
import { refusal } from '../../store/file/refusal.ts'
import { SnapshotFile } from '../../store/file/snapshot.ts'
import { StoreRefused } from '../../store/storeRefused.ts'
import { deleteAgain } from './deleteAgain.ts'

/** The name of a backup in its folder. */
const BACKUP = 'doorman.json'

/**
 * Writes the content of the data file and its journals into one file in the folder. A server may use them meanwhile.
 * Throws `StoreRefused` and writes nothing when there is nothing to back up or the data cannot be read as a whole.
 */
export async function backUpDataFile(file: string, folder: string): Promise<Document> {
  const located = await locate(resolve(file))
  if (!existsSync(located)) throw new StoreRefused(`${file} is not there: there is nothing to back up.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await realpath(folder)) === dirname(located))
    throw new StoreRefused(
      `${folder} is the folder of the data file itself: name another one for the backup.`,
    )
  return writeBackup(folder, await readDataFile(located))
}

/** Writes the backup, reads it back and returns its content. */
export async function writeBackup(folder: string, document: Document): Promise<Document> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, BACKUP)
  await writeDataFile(path, document)
  return readDataFile(path)
}

/** Reads a backup. Throws `StoreRefused` when it does not exist or is damaged. */
export async function readBackup(folder: string): Promise<Document> {
  const path = join(folder, BACKUP)
  if (!existsSync(path)) throw new StoreRefused(`${path} is not there: name the folder of a backup.`)
  return readDataFile(path)
}

/**
 * Replaces the data file by the backup. People who were deleted since are deleted again, and sessions that have ended
 * since stay ended. The replaced content becomes the older generation, `FILE.1`, until the next deletion. Throws
 * `StoreRefused` and changes nothing when a server uses the data file or it is damaged.
 */
export async function restoreDataFile(path: string, backup: Document): Promise<Document> {
  const file = await locate(resolve(path))
  let lock: Lock | undefined
  try {
    await prepareFolder(file)
    lock = await acquireLock(file)
    const present = await loadPresent(file)
    const known = [...(present?.memory.tables.tombstones.values() ?? []), ...(await readDeletedList(file))]
    const tombstones = [...new Map(known.map((each) => [each.userId, each])).values()]
    const restored = withoutEnded(deleteAgain(backup, tombstones), present)
    await replace(restored, { file, lock, present })
    return restored
  } catch (cause) {
    throw await refusal(cause, file)
  } finally {
    await lock?.release()
  }
}

/** Undefined when there is no data file yet. */
async function loadPresent(file: string): Promise<Loaded | undefined> {
  try {
    const snapshot = await new SnapshotFile(file).read()
    if (snapshot) return await load(snapshot, file)
  } catch (cause) {
    const { message } = await refusal(cause, file)
    throw new StoreRefused(
      `${message} Move these files out of the folder and keep them, but leave ${file}.deleted; then restore again.`,
    )
  }
  const journals = await listJournals(file)
  const sizes = await Promise.all(journals.map(async ({ path }) => (await stat(path)).size))
  if (sizes.every((size) => size === 0)) return undefined
  throw new StoreRefused(
    `The data file ${file} is missing, but its journals are there. Move them out of the folder and keep them, but leave ${file}.deleted; then restore again.`,
  )
}

/** A browser that signed out after the backup must not be signed in by it. */
function withoutEnded(backup: Document, present: Loaded | undefined): Document {
  if (!present) return backup
  const { sessions } = present.memory.tables
  return { ...backup, sessions: backup.sessions.filter(({ idHash }) => sessions.has(idHash)) }
}

/** The restored snapshot gets a number above all commits, so that no journal is replayed on it. */
async function replace(
  restored: Document,
  { file, lock, present }: { file: string; lock: Lock; present: Loaded | undefined },
): Promise<void> {
  const { number = 0, forgotten = 0, savedAt = 0 } = present ?? {}
  const snapshots = new SnapshotFile(file, lock)
  const rows = present?.memory.capture()
  if (rows) await snapshots.write({ ...emptySnapshot(savedAt), ...rows, number, forgotten })
  await snapshots.write({ ...emptySnapshot(restored.savedAt), ...restored, number: number + 1, forgotten })
  for (const { path } of await listJournals(file)) await rm(path, { force: true })
}
