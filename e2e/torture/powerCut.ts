import { execFile, execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readDataFile } from '../../server/store/file/readDataFile.ts'
import { freePort } from '../standins/server.ts'
import { runServer, untilReady } from '../support/server.ts'
import { audit, type Load, startLoad } from './load.ts'
import { Checks, type Row } from './row.ts'
import { isRoot } from './tools.ts'
import { type Victim, withVictim } from './victim.ts'

const IMAGE_MB = 64

/** `noauto_da_alloc` turns off ext4's protection of programs that rename without fsync. The server must not need it. */
const MOUNTS = ['loop', 'loop,noauto_da_alloc']

/**
 * The data file lies on an ext4 image, which the row copies under load. The copy holds what a disk holds when the power
 * fails: everything that was synced, and a part of the rest.
 */
export const powerCut: Row = {
  name: 'power-cut',
  fault: 'power cut',
  async run({ isShort }) {
    const folder = await mkdtemp(join(tmpdir(), 'doorman-power-'))
    try {
      const reason = await whyNot(folder)
      if (reason) return { figures: '', checks: new Checks(), skipped: reason }
      const checks = new Checks()
      const cuts = isShort ? 2 : 25
      const figures: string[] = []
      for (const options of MOUNTS) {
        figures.push(await cutUnderLoad(folder, { cuts, options, checks }))
      }
      return { figures: figures.join('; '), checks }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

/** The reason why this machine cannot mount an image, or undefined if it can. */
async function whyNot(folder: string): Promise<string | undefined> {
  if (!isRoot()) return 'only root may mount'
  try {
    await onImage(folder, { name: 'trial', options: 'loop' }, async () => undefined)
    return undefined
  } catch (error) {
    return `no loop device can be mounted (${String((error as Error).message).split('\n')[0]})`
  }
}

/** Creates an ext4 image and mounts it while `during` runs. */
async function onImage<T>(
  folder: string,
  { name, options }: { name: string; options: string },
  during: (place: { image: string; mounted: string }) => Promise<T>,
): Promise<T> {
  const image = join(folder, `${name}.img`)
  execFileSync('truncate', ['-s', `${IMAGE_MB}M`, image])
  execFileSync('mkfs.ext4', ['-q', '-F', image])
  return mounted(folder, { image, options }, (place) => during({ image, mounted: place }))
}

async function mounted<T>(
  folder: string,
  { image, options }: { image: string; options: string },
  during: (place: string) => Promise<T>,
): Promise<T> {
  const place = await mkdtemp(join(folder, 'mounted-'))
  execFileSync('mount', ['-o', options, image, place], { stdio: 'pipe' })
  try {
    return await during(place)
  } finally {
    execFileSync('umount', [place])
  }
}

async function cutUnderLoad(
  folder: string,
  { cuts, options, checks }: { cuts: number; options: string; checks: Checks },
): Promise<string> {
  const name = options.includes('noauto') ? 'without-rescue' : 'plain'
  return onImage(folder, { name, options }, ({ image, mounted: place }) =>
    withVictim({ file: join(place, 'doorman.json') }, async (victim) => {
      const load = startLoad(victim, { width: 3 })
      try {
        for (let cut = 0; cut < cuts; cut++) {
          await sleep(200 + Math.random() * 300)
          await cutOnce(folder, { image, victim, load, checks })
        }
      } finally {
        await load.stop()
      }
      checks.tookPlace(
        load.acknowledged.length,
        5 * cuts,
        `sign-ins acknowledged around the cuts (${options})`,
      )
      return `${options}: ${cuts} cuts, ${load.acknowledged.length} acknowledged`
    }),
  )
}

interface Cut {
  image: string
  victim: Victim
  load: Load
  checks: Checks
}

async function cutOnce(folder: string, { image, victim, load, checks }: Cut): Promise<void> {
  // A new name for each cut: as long as another mount namespace holds an image of that name mounted, such as a
  // container that began meanwhile, the next mount would show the old content.
  const copy = join(folder, `disk-${randomUUID()}.img`)
  const acknowledged = [...load.acknowledged]
  await copyAtOnce(image, copy, victim)
  await mounted(folder, { image: copy, options: 'loop' }, async (place) => {
    const file = join(place, 'doorman.json')
    // The lock names the original server, which still runs here; a power cut would have ended it.
    await rm(`${file}.lock`, { force: true })
    if (!(await startsOn(file, victim, checks))) return
    const document = await readDataFile(file)
    // Only `lost` matters here; `mailed` has an effect on `halfMade` only.
    const { lost } = audit(document, { acknowledged, mailed: new Set() })
    checks.none(lost, 'acknowledged accounts lost in a power cut')
  })
  await rm(copy)
}

/**
 * Copies the image as it is at one moment, as a power cut leaves it. The server is stopped meanwhile: a copy of an
 * image that is being written to would mix two moments.
 */
async function copyAtOnce(image: string, copy: string, { server }: Victim): Promise<void> {
  const run = promisify(execFile)
  server.child.kill('SIGSTOP')
  try {
    for (let isSame = false; !isSame; ) {
      await run('cp', ['--sparse=always', image, copy])
      // Copies again if the kernel wrote to the image meanwhile.
      isSame = await run('cmp', ['--silent', image, copy]).then(() => true, isDifference)
    }
  } finally {
    server.child.kill('SIGCONT')
  }
}

/** Returns false when cmp found a difference (exit code 1). Throws any other error. */
function isDifference(error: { code?: unknown }): false {
  if (error.code !== 1) throw error
  return false
}

/** Starts another server on the copied data file. Returns whether it becomes ready. */
async function startsOn(file: string, victim: Victim, checks: Checks): Promise<boolean> {
  const port = await freePort()
  const settings = { ...victim.settings, PORT: String(port), DATA_FILE: file, SMTP_URL: 'smtp://127.0.0.1:9' }
  const server = runServer(settings)
  const isReady = await untilReady(`http://localhost:${port}`, server).then(
    () => true,
    (error: Error) => {
      checks.that(false, `unreadable after a power cut: ${error.message}`)
      return false
    },
  )
  server.child.kill('SIGKILL')
  await server.ended
  return isReady
}
