import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Header } from './document.ts'

/** A journal in the folder. */
export interface JournalFile {
  path: string
  /** The numbers of its first and last commit. The last one of the newest journal is unknown: Infinity. */
  first: number
  last: number
}

/** The path of the journal that begins with this commit. */
export function journalPath(file: string, first: number): string {
  return `${file}.journal-${first}`
}

/** The journals beside the file, oldest first. */
export async function listJournals(file: string): Promise<JournalFile[]> {
  const prefix = `${basename(file)}.journal-`
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix))
  const numbers = names.map((name) => name.slice(prefix.length)).filter((number) => /^\d{1,15}$/.test(number))
  const firsts = numbers.map(Number).sort((a, b) => a - b)
  return firsts.map((first, index) => ({
    path: join(dirname(file), `${prefix}${first}`),
    first,
    last: (firsts[index + 1] ?? Number.POSITIVE_INFINITY) - 1,
  }))
}

/** Removes the journals that are superseded by this snapshot and not needed with a snapshot from `older` on. */
export async function removeSuperseded(
  file: string,
  { number, forgotten }: Pick<Header, 'number' | 'forgotten'>,
  older: number,
): Promise<void> {
  // Those that may hold a trace of a deleted person always go.
  for (const { path, first, last } of await listJournals(file))
    if (last <= number && (last <= older || first <= forgotten)) await rm(path, { force: true })
  // Version 1 kept two older generations.
  await rm(`${file}.2`, { force: true })
}
