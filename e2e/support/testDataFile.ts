import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { task } from '../../server/jobs/task.ts'
import { createSealer } from '../../server/seal.ts'
import { accountOf, eventOf, jobOf, sessionOf } from '../../server/store/contract/fixtures.ts'
import { type FileStorage, type FileStoreOptions, openFileStore } from '../../server/store/file/fileStore.ts'
import { readDataFile } from '../../server/store/file/readDataFile.ts'
import { SCHEDULE, type Schedule } from '../../server/store/file/schedule.ts'

const log = { error: () => undefined, info: () => undefined }

const sealer = createSealer({ secrets: ['x'.repeat(32)], now: Date.now })

/** The options of a test's store. */
export const options = (file: string): FileStoreOptions => ({ file, now: Date.now, log, sealer })

/** A folder that is removed when the test ends. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The path of a data file that does not exist yet. */
export async function newFile(): Promise<string> {
  return join(await newFolder(), 'doorman.json')
}

/** Opens a store that is closed when the test ends. */
export async function open(file: string, schedule: Partial<Schedule> = {}): Promise<FileStorage> {
  const storage = await openFileStore(options(file), { ...SCHEDULE, ...schedule })
  onTestFinished(() => storage.store.close())
  return storage
}

/** A task that does nothing. */
const ping = task<{ n: string }, object>('ping', async () => {})

/** Stores a change that is easy to recognise: a job with the payload `n`. */
export const enqueue = ({ queue }: Pick<FileStorage, 'queue'>, n: number) =>
  queue.add([ping.delay({ n: String(n) }, { key: String(n) })])

/** The text of every file in the folder of the data file. */
export async function textOfAll(file: string): Promise<string> {
  const folder = dirname(file)
  const names = await readdir(folder)
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

/** Copies the folder without the lock: what a kill at this moment would leave. */
export async function killedCopy(file: string): Promise<string> {
  const copy = join(await newFolder(), basename(file))
  for (;;) {
    try {
      await cp(dirname(file), dirname(copy), { recursive: true })
      break
    } catch (error) {
      // A snapshot renamed or removed a file that was listed before, which would not be seen at one moment.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      await rm(dirname(copy), { recursive: true })
    }
  }
  await rm(`${copy}.lock`, { force: true })
  return copy
}

/** The numbers of the jobs that `enqueue` stored in the data file. */
export async function numbersIn(file: string): Promise<number[]> {
  const { jobs } = await readDataFile(file)
  return jobs.map(({ payload }) => Number(payload.n)).sort((a, b) => a - b)
}

/** Opens a store with Ada and Grace, each with a session, a job and an event. */
export async function filled() {
  const file = await newFile()
  const storage = await openFileStore(options(file))
  const people = [accountOf({ username: 'ada' }), accountOf({ username: 'grace' })] as const
  for (const account of people) {
    const userId = account.user.id
    const begins = sessionOf(userId, { idHash: `session of ${account.user.username}` })
    await storage.store.create(account, {
      begins,
      jobs: [jobOf({ userId, id: `job of ${account.user.username}` })],
      events: [eventOf({ userId })],
    })
  }
  const [ada, grace] = people.map(({ user }) => user.id) as [string, string]
  return { file, ...storage, ada, grace }
}
