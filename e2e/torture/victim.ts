import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Document } from '../../server/store/file/document.ts'
import { readDataFile } from '../../server/store/file/readDataFile.ts'
import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { type BuiltServer, runServer, untilReady } from '../support/server.ts'

/** How a victim starts. */
interface VictimOptions {
  /** Environment variables, in addition to the victim's own. */
  settings?: Record<string, string>
  /** A command that runs `node dist/server/main.js`, e.g. `['strace', …]`. */
  wrapper?: string[]
}

/** The built server that a row injects faults into, and its stand-ins, which go on when the server ends. */
export interface Victim extends Omit<StandIns, 'close'> {
  url: string
  /** The folder of the data file. */
  folder: string
  file: string
  settings: Record<string, string>
  /** The latest process. */
  server: BuiltServer
  /** Starts a process. Resolves with the milliseconds until it was ready. */
  start(options?: VictimOptions): Promise<number>
  /** Sends SIGKILL and waits until the process has ended. */
  kill(): Promise<void>
  /** Sends SIGTERM. Returns the exit code when the process has ended. */
  stop(): Promise<number | null>
  /** Reads the data file and its journals. */
  read(): Promise<Document>
  visitor(): Visitor
  /** Ends the server and the stand-ins and removes the folder. */
  close(): Promise<void>
}

/** Creates a victim without starting it. Its data file is `file`, by default in a new folder. */
export async function createVictim(options: VictimOptions & { file?: string } = {}): Promise<Victim> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const standIns = await startStandIns({ siteUrl: url })
  // The consent page shall show only the people of the row.
  standIns.people.length = 0
  const folder = await mkdtemp(join(tmpdir(), 'doorman-torture-'))
  const file = options.file ?? join(folder, 'doorman.json')
  const own = { PORT: String(port), SECRET: 'x'.repeat(32), DATA_FILE: file, RATE_LIMITS: 'off' }
  const settings = { ...own, ...standIns.env, ...options.settings }

  const victim: Victim = {
    ...standIns,
    url,
    folder,
    file,
    settings,
    server: undefined as unknown as BuiltServer,
    async start({ settings: changes = {}, wrapper = options.wrapper } = {}) {
      const begun = performance.now()
      victim.server = runServer({ ...settings, ...changes }, wrapper)
      await untilReady(url, victim.server)
      return performance.now() - begun
    },
    async kill() {
      victim.server.child.kill('SIGKILL')
      await victim.server.ended
    },
    async stop() {
      victim.server.child.kill('SIGTERM')
      return victim.server.ended
    },
    read: () => readDataFile(file),
    visitor: () => new Visitor(url),
    async close() {
      if (victim.server?.child.exitCode === null) await victim.kill()
      await standIns.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return victim
}

/** Runs `torture` on a started victim, and closes the victim afterwards in any case. */
export async function withVictim<T>(
  options: VictimOptions & { file?: string },
  torture: (victim: Victim) => Promise<T>,
): Promise<T> {
  const victim = await createVictim(options)
  try {
    await victim.start()
    return await torture(victim)
  } finally {
    await victim.close()
  }
}

/** Waits until `isTrue`; asks every 20 ms. Throws with `words` after `limitMs`. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  words: string,
  limitMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${words}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
