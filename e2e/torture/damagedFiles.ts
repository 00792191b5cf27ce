import { readFile, writeFile } from 'node:fs/promises'
import { listJournals } from '../../server/store/file/journalFiles.ts'
import { load } from '../../server/store/file/load.ts'
import { refusal } from '../../server/store/file/refusal.ts'
import { emptySnapshot, SnapshotFile } from '../../server/store/file/snapshot.ts'
import { signInOne } from './load.ts'
import { Checks } from './row.ts'
import { until, type Victim } from './victim.ts'

const FIRST_JOURNAL_BYTES = 10_000
const JOURNAL_BYTES = 5_000

/** The files of a killed server, and what was found about damaged ones. */
export interface Damaging {
  victim: Victim
  checks: Checks
  snapshot: Buffer
  /** The path and the content of the newest journal; the snapshot's commits are in those before. */
  journalPath: string
  journal: Buffer
  counts: { refused: number; tolerated: number; starts: number }
  /** One damage of each kind that the server must refuse, to be made again. */
  refused: { file: string; content: Buffer; words: string }[]
}

/** Makes a snapshot, its older generation, and a journal after it, and kills the server. */
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

/** Checks that the reader names the damage and leaves the file alone. In this process: ten thousand servers would take hours. */
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

/** Checks that a journal torn at `length` is read up to its last whole line. */
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

const NO_LOCK = { isHeld: async () => true }

async function read(file: string) {
  return load((await new SnapshotFile(file, NO_LOCK).read()) ?? emptySnapshot(0), file)
}

/** Undoes all damage. */
export async function putBack({ victim, snapshot, journalPath, journal }: Damaging): Promise<void> {
  await writeFile(victim.file, snapshot)
  await writeFile(journalPath, journal)
}
