import { rm } from 'node:fs/promises'
import { listJournals } from './journalFiles.ts'
import { olderSnapshot } from './snapshot.ts'

/** Says which files the snapshot `number` supersedes. */
export interface Superseded {
  number: number
  /** See `Header.forgotten`. */
  forgotten: number
  /** The number of the older snapshot; 0 to remove only files that may hold a trace of a deleted person. */
  older: number
}

/**
 * Removes journals before the older generation, and all files that may hold a trace of a deleted person.
 * `presentOlder`: the number of the snapshot that is the older one now.
 */
export async function removeSuperseded(
  file: string,
  { number, older, forgotten }: Superseded,
  presentOlder: number,
): Promise<void> {
  for (const { path, first, last } of await listJournals(file))
    if (last <= number && (last <= older || first <= forgotten)) await rm(path, { force: true })
  if (presentOlder < forgotten && forgotten <= number) await rm(olderSnapshot(file), { force: true })
  // Version 1 kept two older generations.
  await rm(`${file}.2`, { force: true })
}
