import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreRefused } from '../storeRefused.ts'
import { Damaged } from './damaged.ts'
import { load } from './load.ts'
import { olderSnapshot, SnapshotFile } from './snapshot.ts'

/** Explains to the operator why the data file cannot be used. It suggests a backup only where data are damaged. */
export async function refusal(cause: unknown, file: string): Promise<StoreRefused> {
  if (cause instanceof StoreRefused) return cause
  const fact = cause instanceof Damaged ? await damage(cause, file) : await trouble(cause, file)
  return new StoreRefused(fact, { cause })
}

async function damage({ file: damaged, fact }: Damaged, file: string): Promise<string> {
  const begin = `${damaged} is damaged: ${fact}. Nothing was touched.`
  if (damaged === file) return `${begin} ${await olderIsGood(file)}`
  return `${begin} To go on with what is good, keep a copy of the folder, cut the journal off before that line and move all later journals away; or put a backup of the whole folder in its place.`
}

/** Tells whether the older generation can replace a snapshot that is damaged or missing. */
export async function olderIsGood(file: string): Promise<string> {
  const older = olderSnapshot(file)
  try {
    const snapshot = await new SnapshotFile(older).read()
    if (!snapshot)
      return 'There is no older snapshot beside it: put a backup of the whole folder in its place.'
    const { number, savedAt, memory } = await load(snapshot, file)
    const { size } = memory.tables.accounts
    return `${older} and the journals are good up to commit ${number} (${new Date(savedAt).toISOString()}, ${size} accounts): copy it to ${file}.`
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `The older generation is not good either (${why}): put a backup of the whole folder in its place.`
  }
}

async function trouble(cause: unknown, file: string): Promise<string> {
  const { code, path = file, message } = cause as NodeJS.ErrnoException
  const folder = dirname(file)
  if (code === 'EACCES' || code === 'EPERM') {
    return `${path} cannot be used: permission denied. ${await ownerOf(file)} Nothing is damaged: give the files and their folder to the user of the server (chown) and try again.`
  }
  if (code === 'EROFS') return `The folder ${folder} is read-only: mount it writable.`
  if (code === 'EXDEV' || code === 'EBUSY') {
    return `${file} is mounted as a single file, so it cannot be replaced: mount its folder ${folder} instead.`
  }
  if (code === 'ENOSPC') return `There is no room on the disk of ${folder}.`
  return `The data file ${file} cannot be used (${message ?? String(cause)}). Make its folder exist and be writable.`
}

async function ownerOf(file: string): Promise<string> {
  const there =
    (await stat(file).catch(() => undefined)) ?? (await stat(dirname(file)).catch(() => undefined))
  const self = `The server runs as user ${process.geteuid?.()}`
  return there ? `${self}, the owner is user ${there.uid}.` : `${self}.`
}
