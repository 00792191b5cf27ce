import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { olderSnapshot } from '../../server/store/file/snapshot.ts'
import { endedByItself, runServer } from '../support/server.ts'
import { checkRefusal, checkTolerance, type Damaging, prepareFiles, putBack } from './damagedFiles.ts'
import type { Row } from './row.ts'
import { withVictim } from './victim.ts'

/** The number of damaged files that a real server starts on. This process reads the others with the server's reader. */
const SERVERS = { short: 4, long: 40 }

/** Snapshot and journal cut at every length, with flipped bits, with a missing line, or missing. */
export const damage: Row = {
  name: 'damage',
  fault: 'torn, emptied, bit-flipped, missing snapshot and journal',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const damaging = await prepareFiles(victim)
      const [flips, step] = isShort ? [100, 29] : [1_000, 1]
      await damageSnapshot(damaging, { flips, step })
      await damageJournal(damaging, { flips, step })
      await makeGaps(damaging)
      const starts = isShort ? SERVERS.short : SERVERS.long
      await startOnSome(damaging, starts)
      await startWithoutSnapshot(damaging)
      await startWithoutOlder(damaging)
      const torn = await startOnTornJournal(damaging)
      const { checks, counts, snapshot, journal } = damaging
      checks.tookPlace(
        counts.refused,
        flips * 2 + Math.floor(snapshot.length / step),
        'damaged files refused',
      )
      checks.tookPlace(counts.tolerated, Math.floor(journal.length / step), 'torn journals read')
      checks.tookPlace(counts.starts, starts + 3, 'starts refused')
      return {
        figures: `${counts.refused} damaged files refused by name, snapshot (${snapshot.length} bytes) and journal (${journal.length} bytes); ${counts.tolerated} torn journals read up to their last whole line; the server refused ${counts.starts} of such files and went on with ${torn} accounts after a torn line`,
        checks,
      }
    }),
}

async function damageSnapshot(
  damaging: Damaging,
  { flips, step }: { flips: number; step: number },
): Promise<void> {
  const { snapshot, victim } = damaging
  const words = `${olderSnapshot(victim.file)} and the journals are good up to commit`
  for (let length = 0; length < snapshot.length; length += step)
    await checkRefusal(damaging, { file: victim.file, content: snapshot.subarray(0, length), words })
  for (let flip = 0; flip < flips; flip++)
    await checkRefusal(damaging, { file: victim.file, content: withFlip(snapshot), words })
  await writeFile(victim.file, snapshot)
}

/** The reader drops a torn last line, which was never acknowledged. It refuses flipped bits in acknowledged lines. */
async function damageJournal(
  damaging: Damaging,
  { flips, step }: { flips: number; step: number },
): Promise<void> {
  const { journal, journalPath: file } = damaging
  for (let length = 0; length <= journal.length; length += step) await checkTolerance(damaging, length)
  for (let flip = 0; flip < flips; flip++)
    await checkRefusal(damaging, { file, content: withFlip(journal), words: `${file} is damaged: line ` })
  await writeFile(file, journal)
}

/** Removes each line in turn, except the last: without it, the journal looks as if the commit was never made. */
async function makeGaps(damaging: Damaging): Promise<void> {
  const { journal, journalPath: file } = damaging
  const lines = journal.toString().split(/(?<=\n)/)
  damaging.checks.tookPlace(lines.length, 3, 'lines in the journal')
  for (let gap = 0; gap < lines.length - 1; gap++) {
    const content = Buffer.from(lines.filter((_, index) => index !== gap).join(''))
    const commit = lines[gap]?.split(' ')[0]
    const words = `${file} is damaged: line ${gap + 1} is commit ${Number(commit) + 1}, but the commits ${commit} to ${commit} are missing`
    await checkRefusal(damaging, { file, content, words })
  }
  await writeFile(file, journal)
}

function withFlip(content: Buffer): Buffer {
  const flipped = Buffer.from(content)
  const bit = randomInt(content.length * 8)
  flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return flipped
}

async function startOnSome(damaging: Damaging, starts: number): Promise<void> {
  const { refused, checks, victim } = damaging
  for (let count = 0; count < starts; count++) {
    const { file, content, words } = refused[randomInt(refused.length)] as Damaging['refused'][number]
    await writeFile(file, content)
    await refusesToStart(damaging, words)
    checks.that(content.equals(await readFile(file)), `the server changed ${file} of ${content.length} bytes`)
    await putBack(damaging)
  }
  checks.that(existsSync(victim.file), 'the server removed its snapshot')
}

/** Removes the snapshot. The server must not start with no accounts, as if all people had been deleted. */
async function startWithoutSnapshot(damaging: Damaging): Promise<void> {
  const { file } = damaging.victim
  await rm(file)
  await refusesToStart(damaging, `${olderSnapshot(file)} and the journals are good up to commit`)
  damaging.checks.that(!existsSync(file), 'the server made an empty file in place of the missing one')
  await putBack(damaging)
}

/** Damages both generations of the snapshot, then removes the older one. */
async function startWithoutOlder(damaging: Damaging): Promise<void> {
  const { victim, snapshot } = damaging
  const older = olderSnapshot(victim.file)
  const kept = await readFile(older)
  await writeFile(victim.file, snapshot.subarray(0, -1))
  await writeFile(older, '{')
  await refusesToStart(damaging, 'The older generation is not good either')
  await rm(older)
  await refusesToStart(damaging, 'There is no older snapshot beside it')
  await writeFile(older, kept)
  await putBack(damaging)
}

async function refusesToStart({ victim, checks, counts }: Damaging, words: string): Promise<void> {
  const server = runServer(victim.settings)
  const code = await endedByItself(server)
  const isRefused = code === 1 && server.output.stderr.includes(words)
  checks.that(isRefused, `exit ${code} instead of "${words}": ${server.output.stderr}`)
  counts.starts += isRefused ? 1 : 0
}

/**
 * Appends half a line, as a power cut leaves it. The server must drop it and keep everything before. Returns the number
 * of accounts.
 */
async function startOnTornJournal({ victim, checks, journal, journalPath }: Damaging): Promise<number> {
  const whole = await victim.read()
  const next = Number(journal.toString().trimEnd().split('\n').at(-1)?.split(' ')[0]) + 1
  await writeFile(journalPath, Buffer.concat([journal, Buffer.from(`${next} 1 0123456789abcdef [["acc`)]))
  await victim.start()
  const { accounts } = await victim.read()
  checks.tookPlace(accounts.length, 2, 'accounts')
  checks.that(
    accounts.length === whole.accounts.length,
    `${accounts.length} of ${whole.accounts.length} accounts`,
  )
  checks.that(
    (await readFile(journalPath)).subarray(0, journal.length).equals(journal),
    'good lines were changed',
  )
  return accounts.length
}
