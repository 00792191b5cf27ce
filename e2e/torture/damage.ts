import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { endedByItself, runServer } from '../server.ts'
import { signInOne } from './load.ts'
import { Checks, type Row } from './row.ts'
import { type Victim, withVictim } from './victim.ts'

/** The server itself is started on so many of the damaged files; the rest is read by what it reads them with. */
const SERVERS = { short: 4, long: 40 }

/** The data file torn at every length, emptied, with flipped bits, and gone. */
export const damage: Row = {
  name: 'damage',
  fault: 'torn, emptied, bit-flipped data file',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      while ((await readFile(victim.file)).length < 10_000) await signInOne(victim)
      await victim.stop()
      const whole = await readFile(victim.file)
      const [flips, step] = isShort ? [100, 29] : [1_000, 1]
      const truncations = Math.ceil(whole.length / step)
      const damaged = [
        ...Array.from({ length: truncations }, (_, index) => whole.subarray(0, index * step)),
        ...Array.from({ length: flips }, () => withFlip(whole, randomInt(whole.length * 8))),
      ]
      for (const content of damaged) await readOne(victim, content, checks)
      const starts = isShort ? SERVERS.short : SERVERS.long
      for (let count = 0; count < starts; count++) {
        await startOne(victim, damaged[randomInt(damaged.length)] ?? whole, checks)
      }
      await startWithout(victim, checks)
      await startWithWorse(victim, whole, checks)
      await writeFile(victim.file, whole)
      await victim.start()
      return {
        figures: `${truncations} truncations and ${flips} flips of ${whole.length} bytes refused, with the newest good backup named; the server started on ${starts + 3} of such files and refused each`,
        checks,
      }
    }),
}

function withFlip(content: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(content)
  const byte = Math.floor(bit / 8)
  flipped.writeUInt8(flipped.readUInt8(byte) ^ (1 << (bit % 8)), byte)
  return flipped
}

/** Read by the built store's own reader, in this process: ten thousand servers would take hours. */
async function readOne({ file }: Victim, content: Buffer, checks: Checks): Promise<void> {
  const { DurableJsonFile } = await import(moduleAt('store/file/adapter').href)
  await writeFile(file, content)
  const reader = new DurableJsonFile({
    file,
    load: (document: unknown) => document,
    now: Date.now,
    lock: { isHeld: async () => true },
  })
  const words: string = await reader.read().then(
    () => 'read as if it were whole',
    (error: Error) => error.message,
  )
  const isNamed = words.includes(`The data file ${file}`) && words.includes(`good backup is ${file}.1 `)
  checks.that(isNamed, `${content.length} bytes: ${words}`)
  checks.that(content.equals(await readFile(file)), `a file of ${content.length} bytes was changed`)
}

async function startOne(victim: Victim, content: Buffer, checks: Checks): Promise<void> {
  await writeFile(victim.file, content)
  await refuses(victim, `${victim.file}.1`, checks)
  checks.that(
    content.equals(await readFile(victim.file)),
    `the server changed a file of ${content.length} bytes`,
  )
}

/** Gone altogether: an empty site would look like one where everybody has been deleted. */
async function startWithout(victim: Victim, checks: Checks): Promise<void> {
  await rm(victim.file)
  await refuses(victim, `${victim.file}.1`, checks)
  checks.that(!existsSync(victim.file), 'the server made an empty file in place of the missing one')
}

/** The newest backup is damaged as well, then both are. */
async function startWithWorse(victim: Victim, whole: Buffer, checks: Checks): Promise<void> {
  const [newest, older] = [`${victim.file}.1`, `${victim.file}.2`]
  await copyFile(newest, `${newest}.kept`)
  await writeFile(victim.file, whole.subarray(0, -1))
  await writeFile(newest, '')
  await refuses(victim, older, checks)
  await copyFile(older, `${older}.kept`)
  await writeFile(older, '{')
  await refuses(victim, 'There is no good backup', checks)
  await copyFile(`${newest}.kept`, newest)
  await copyFile(`${older}.kept`, older)
}

async function refuses(victim: Victim, words: string, checks: Checks): Promise<void> {
  const server = runServer(victim.settings)
  const code = await endedByItself(server)
  checks.that(code === 1 && server.output.stderr.includes(words), `exit ${code}: ${server.output.stderr}`)
}

/** Of a mutated server; the one that is built otherwise is one file, and made of the sources. */
function moduleAt(path: string): URL {
  const main = process.env.DOORMAN_MAIN
  return new URL(`../../${main ? `${dirname(main)}/${path}.js` : `server/${path}.ts`}`, import.meta.url)
}
