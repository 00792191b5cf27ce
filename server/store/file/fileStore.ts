import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Queue, Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { Logger } from '../../log.ts'
import type { Sealer } from '../../seal.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { accountOperations, deleteAccountAgain } from './accountOperations.ts'
import { Commits } from './commits.ts'
import { DeletedList, readDeletedList } from './deletedList.ts'
import { deskOperations } from './deskOperations.ts'
import { writeSynced } from './disk.ts'
import { eventOperations } from './eventOperations.ts'
import type { Files } from './files.ts'
import { limitOperations } from './limitOperations.ts'
import type { Loaded } from './load.ts'
import { acquireLock, type Lock } from './lock.ts'
import type { Tools } from './memory.ts'
import { locate, openFiles, prepareFolder } from './openFiles.ts'
import { FileQueue } from './queue.ts'
import { refusal } from './refusal.ts'
import { SCHEDULE, type Schedule } from './schedule.ts'
import { createSweep, moveTimes } from './upkeep.ts'
import { FileWorker } from './worker.ts'

/** What a file store is opened with. */
export interface FileStoreOptions {
  file: string
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'error' | 'info'>
  sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>
}

/** The parts of the storage. */
export interface FileStorage {
  store: Store
  queue: Queue
  startWorker<Services>(options: WorkerOptions<Services>): Worker
  /** Adjusts stored times after the clock was set by `byMs` milliseconds, so that nobody waits longer or shorter. */
  clockMoved(byMs: number): Promise<void>
}

/**
 * Opens the embedded store. Everything is in memory, and each change is in the journal before it is acknowledged. Reads
 * come from memory and may see a change that is not durable yet. That is safe: what is built on it is committed later
 * and fails together with it.
 *
 * Throws `StoreRefused` when the file or its folder cannot be used or another process uses it.
 */
export async function openFileStore(
  { file: path, ...options }: FileStoreOptions,
  schedule: Schedule = SCHEDULE,
): Promise<FileStorage> {
  const file = await locate(resolve(path))
  let lock: Lock | undefined
  try {
    await prepareFolder(file)
    lock = await acquireLock(file)
    const deleted = new DeletedList(file, options.log, await readDeletedList(file))
    const opened = await openFiles({ ...options, file, lock, schedule, deleted })
    return await createStorage({ ...options, ...opened, file, lock, deleted })
  } catch (cause) {
    await lock?.release()
    throw await refusal(cause, file)
  }
}

interface Parts extends FileStoreOptions {
  files: Files
  loaded: Loaded
  lock: Lock
  deleted: DeletedList
}

async function createStorage(parts: Parts): Promise<FileStorage> {
  const { file, files, loaded, lock, deleted, now, log, sealer } = parts
  const { memory } = loaded
  let wake = () => {}
  const commits = new Commits({ memory, files, log, onJobs: () => wake() })
  files.nudge = () => commits.probe()
  const tools: Tools = { memory, mutate: commits.mutate, now }
  const queue = new FileQueue({ ...tools, sealer })
  const clockMoved = (byMs: number) => commits.mutate((tx) => moveTimes(byMs, tx))
  const behindMs = now() - loaded.savedAt
  if (behindMs < 0) await clockMoved(behindMs)
  await deleted.add([...memory.tables.tombstones.values()])
  await deleteReturned(deleted, { ...tools, log })
  const store: Store = {
    ...accountOperations(tools),
    ...limitOperations(tools),
    ...eventOperations(tools),
    ...deskOperations(tools),
    sweep: createSweep({ ...tools, deleted }),
    check: () => check(file, commits),
    async close() {
      await commits.close()
      await files.close()
      await lock.release()
    },
  }
  return {
    store,
    queue,
    clockMoved,
    startWorker(options) {
      const worker = new FileWorker(queue, options)
      wake = () => worker.wake()
      wake()
      return worker
    },
  }
}

/** A copy of the file that was put in place by hand may bring deleted people back: deletes them again. */
async function deleteReturned(
  deleted: DeletedList,
  { log, memory, mutate }: Tools & Pick<FileStoreOptions, 'log'>,
): Promise<void> {
  const returned = deleted.tombstones.filter(({ userId }) => memory.tables.accounts.has(userId))
  if (returned.length === 0) return
  await mutate((tx) => {
    for (const each of returned) deleteAccountAgain(each, tx)
  })
  log.info({ accounts: returned.length }, 'the data file held deleted accounts again; they are deleted again')
}

/** `Store.check` for a file. */
async function check(file: string, commits: Commits): Promise<void> {
  commits.refuseWhenClosed()
  // After a failure only an append can tell whether the journal is writable again.
  await (commits.hasFailed ? commits.probe() : tryToWrite(`${file}.probe`))
}

async function tryToWrite(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
    await writeSynced(path, 'ready?', 'wx')
    await rm(path)
  } catch (cause) {
    throw new StoreUnavailable('the folder of the data file cannot be written', { cause })
  }
}
