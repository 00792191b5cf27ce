import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Document } from '../../server/store/file/document.ts'
import { readDataFile } from '../../server/store/file/readDataFile.ts'
import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { type BuiltServer, runServer, untilReady } from '../support/server.ts'

/** What a victim is started with. */
export interface VictimOptions {
  settings?: Record<string, string>
  /** Comes before `node dist/server/main.js`: `['strace', …]`. */
  wrapper?: string[]
}

/** The built server that faults are done to, with stand-ins that live on when it dies. */
export interface Victim extends Omit<StandIns, 'close'> {
  url: string
  /** The folder of the data file. */
  folder: string
  file: string
  settings: Record<string, string>
  /** The process that runs now, or did last. */
  server: BuiltServer
  /** Starts it, again if it ended, and resolves when it is ready with the milliseconds that this took. */
  start(options?: VictimOptions): Promise<number>
  /** kill -9, and waits for the end. */
  kill(): Promise<void>
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
  /** What the data file and its journal hold. */
  read(): Promise<Document>
  visitor(): Visitor
  /** Ends it, with all that is its own. */
  close(): Promise<void>
}

/** A victim that is not started yet. `file`: default in a new folder. */
export async function createVictim(options: VictimOptions & { file?: string } = {}): Promise<Victim> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const standIns = await startStandIns({ siteUrl: url })
  // The ready people would crowd the consent page.
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

/** Runs `torture` on a started victim, which is gone afterwards in any case. */
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

/** Waits until `isTrue`, looking often. Throws with `words` after `limitMs`. */
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
