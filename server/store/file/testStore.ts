import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { task } from '../../jobs/task.ts'
import { createSealer } from '../../seal.ts'
import { type FileStorage, type FileStoreOptions, openFileStore } from './fileStore.ts'
import { SCHEDULE, type Schedule } from './files.ts'
import { readDataFile } from './readDataFile.ts'

const log = { error: () => undefined, info: () => undefined }

const sealer = createSealer({ secrets: ['x'.repeat(32)], now: Date.now })

/** What the tests open a store with. */
export const options = (file: string): FileStoreOptions => ({ file, now: Date.now, log, sealer })

/** A folder that goes when the test ends. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A data file that is not there yet. */
export async function newFile(): Promise<string> {
  return join(await newFolder(), 'doorman.json')
}

/** A store that is closed when the test ends. */
export async function open(file: string, schedule: Partial<Schedule> = {}): Promise<FileStorage> {
  const storage = await openFileStore(options(file), { ...SCHEDULE, ...schedule })
  onTestFinished(() => storage.store.close())
  return storage
}

/** A task that does nothing. */
export const ping = task<{ n: string }, object>('ping', async () => {})

/** Stores a change that is easy to find again: a job with the payload `n`. */
export const enqueue = ({ queue }: Pick<FileStorage, 'queue'>, n: number) =>
  queue.add([ping.delay({ n: String(n) }, { key: String(n) })])

/** The text of every file in the folder of the data file. */
export async function textOfAll(file: string): Promise<string> {
  const folder = dirname(file)
  const names = await readdir(folder)
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

/** A copy of the folder at this moment, in which no process runs: what a kill would leave. */
export async function killedCopy(file: string): Promise<string> {
  const copy = join(await newFolder(), basename(file))
  await cp(dirname(file), dirname(copy), { recursive: true })
  await rm(`${copy}.lock`, { force: true })
  return copy
}

/** The numbers of the jobs in the data file, as they were stored by `enqueue`. */
export async function numbersIn(file: string): Promise<number[]> {
  const { jobs } = await readDataFile(file)
  return jobs.map(({ payload }) => Number(payload.n)).sort((a, b) => a - b)
}
