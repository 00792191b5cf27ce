import { readFile, writeFile } from 'node:fs/promises'
import { emptySnapshot } from '../../server/store/file/document.ts'
import { listJournals } from '../../server/store/file/journalFiles.ts'
import { load } from '../../server/store/file/load.ts'
import { refusal } from '../../server/store/file/refusal.ts'
import { SnapshotFile } from '../../server/store/file/snapshot.ts'
import { signInOne } from './load.ts'
import { Checks } from './row.ts'
import { until, type Victim } from './victim.ts'

const FIRST_JOURNAL_BYTES = 10_000
const JOURNAL_BYTES = 5_000

/** The files of a killed server, and the results of the checks on damaged ones. */
export interface Damaging {
  victim: Victim
  checks: Checks
  snapshot: Buffer
  /** The newest journal. Older journals hold the commits of the snapshot. */
  journalPath: string
  journal: Buffer
  counts: { refused: number; tolerated: number; starts: number }
  /** Every damage that was checked, for `startOnSome` to make again. */
  refused: { file: string; content: Buffer; words: string }[]
}

/** Makes the server write a snapshot, its older generation and a newer journal, then kills the server. */
export async function prepareFiles(victim: Victim): Promise<Damaging> {
  const { file } = victim
  const journalOf = async () => (await listJournals(file)).at(-1)?.path ?? ''
  while ((await readFile(await journalOf())).length < FIRST_JOURNAL_BYTES) await signInOne(victim)
  await victim.stop()
  await victim.start()
  while ((await readFile(await journalOf())).length < JOURNAL_BYTES) await signInOne(victim)
  await until(async () => (await victim.read()).jobs.length === 0, 'every welcome mail delivered')
  await victim.kill()
  const journalPath = await journalOf()
  return {
    victim,
    checks: new Checks(),
    snapshot: await readFile(file),
    journalPath,
    journal: await readFile(journalPath),
    counts: { refused: 0, tolerated: 0, starts: 0 },
    refused: [],
  }
}

/**
 * Checks that the server's reader names the damage and does not change the file. It runs in this process, because
 * starting ten thousand servers would take hours.
 */
export async function checkRefusal(damaging: Damaging, damage: Damaging['refused'][number]): Promise<void> {
  const { victim, checks, counts, refused } = damaging
  const { file, content, words } = damage
  await writeFile(file, content)
  const said = await read(victim.file).then(
    () => 'read as if it were whole',
    async (error: unknown) => (await refusal(error, victim.file)).message,
  )
  const isNamed = said.includes(`${file} is damaged: `) && said.includes(words)
  checks.that(isNamed, `${file} with ${content.length} bytes: ${said}`)
  checks.that(content.equals(await readFile(file)), `${file} with ${content.length} bytes was changed`)
  counts.refused += isNamed ? 1 : 0
  refused.push(damage)
}

/** Checks that the reader reads a journal cut at `length` up to its last whole line. */
export async function checkTolerance(
  { victim, checks, counts, journalPath, journal }: Damaging,
  length: number,
): Promise<void> {
  const content = journal.subarray(0, length)
  await writeFile(journalPath, content)
  const before = (await new SnapshotFile(victim.file, NO_LOCK).read())?.number ?? 0
  const lines = content.filter((byte) => byte === '\n'.charCodeAt(0)).length
  const number = await read(victim.file).then(
    (loaded) => loaded.number,
    (error: Error) => error.message,
  )
  const isWhole = number === before + lines
  checks.that(isWhole, `a journal torn after ${lines} lines, at ${length} bytes: commit ${number}`)
  counts.tolerated += isWhole ? 1 : 0
}

const NO_LOCK = { ensureHeld: async () => undefined }

async function read(file: string) {
  return load((await new SnapshotFile(file, NO_LOCK).read()) ?? emptySnapshot(0), file)
}

/** Undoes all damage. */
export async function putBack({ victim, snapshot, journalPath, journal }: Damaging): Promise<void> {
  await writeFile(victim.file, snapshot)
  await writeFile(journalPath, journal)
}
