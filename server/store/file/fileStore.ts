import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Low } from 'lowdb'
import type { Logger } from '../../log.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { accountOperations } from './accountOperations.ts'
import { DurableJsonFile } from './adapter.ts'
import { createCheck } from './check.ts'
import { deletionOperations } from './deletionOperations.ts'
import { emptyDocument } from './document.ts'
import { eventOperations } from './eventOperations.ts'
import { GroupCommit } from './groupCommit.ts'
import { jobOperations, moveTimes } from './jobOperations.ts'
import { limitOperations } from './limitOperations.ts'
import { acquireLock, type Lock } from './lock.ts'
import { Memory, type Mutate, Transaction } from './memory.ts'
import { sessionOperations } from './sessionOperations.ts'
import { signInOperations } from './signInOperations.ts'
import { StoreRefused } from './storeRefused.ts'
import { createSweep } from './sweep.ts'
import { tweetOperations } from './tweetOperations.ts'

/** What a file store is opened with. */
export interface FileStoreOptions {
  file: string
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'error' | 'info'>
}

/**
 * The embedded store: all in memory, each change in one JSON file before it is acknowledged. Reads come from memory and
 * may see a change whose write is under way. That is safe: whoever builds on it commits later, in the same or a later
 * write, and is refused along with it.
 *
 * Throws `StoreRefused` when the file or its folder cannot be used or another process uses it.
 */
export async function openFileStore({ file: path, now, log }: FileStoreOptions): Promise<Store> {
  const file = await locate(resolve(path))
  await prepareFolder(file)
  const lock = await acquireLock(file).catch((cause) => refuse(cause, file))
  try {
    const database = new Low(
      new DurableJsonFile({ file, load: (document) => new Memory(document), now, lock }),
      new Memory(emptyDocument()),
    )
    await database.read()
    releaseLeases(database.data)
    const behindMs = now() - database.data.loadedSavedAt
    if (behindMs < 0) moveTimes(behindMs, database.data, database.data)
    // Whatever stands in the way of writing shows now and not at the first sign-in.
    await database.write()
    return createStore({ file, database, lock, now, log })
  } catch (cause) {
    await lock.release()
    return refuse(cause, file)
  }
}

/** The lock says that nobody else is at work: whoever held these leases is gone. */
function releaseLeases(memory: Memory): void {
  for (const job of [...memory.jobs.values()]) {
    if (job.state === 'running') memory.put('jobs', job.id, { ...job, leaseUntil: 0 })
  }
}

interface Parts extends FileStoreOptions {
  database: Low<Memory>
  lock: Lock
}

function createStore({ file, database, lock, now, log }: Parts): Store {
  const memory = database.data
  const commits = new GroupCommit(() => database.write(), log)
  const listeners: (() => void)[] = []
  let isClosed = false
  const refuseWhenClosed = () => {
    if (isClosed) throw new StoreUnavailable('the store is closed')
  }
  const commit = committing(memory, commits, () => {
    for (const listener of listeners) listener()
  })
  const mutate: Mutate = async (change) => {
    refuseWhenClosed()
    return commit(change)
  }
  const check = createCheck({ file, commits, now })
  const deletion = deletionOperations(memory, mutate, now)
  return {
    ...signInOperations(memory, mutate, now),
    ...sessionOperations(memory, mutate),
    ...accountOperations(memory, mutate, now),
    ...tweetOperations(memory, mutate, now),
    ...deletion,
    ...jobOperations(memory, mutate, now),
    ...limitOperations(memory, mutate, now),
    ...eventOperations(memory),
    sweep: createSweep(memory, mutate, now),
    async deleteAccount(userId, jobs, events) {
      const isDeleted = await deletion.deleteAccount(userId, jobs, events)
      if (isDeleted) await forget(commits, log)
      return isDeleted
    },
    onJobs: (listener) => void listeners.push(listener),
    async check() {
      refuseWhenClosed()
      await check()
    },
    async close() {
      isClosed = true
      if (memory.hasNotes || commits.hasFailed) await writeNotes(commits, log)
      await commits.close()
      await lock.release()
    },
  }
}

/** Carries a change out on memory, and resolves when it is in the file. Throws when it is not, with all as before. */
function committing(memory: Memory, commits: GroupCommit, onJobsDue: () => void): Mutate {
  return async (change) => {
    const transaction = new Transaction(memory)
    const result = attempt(change, transaction)
    // Even "nothing to do" rests on changes that may still be undone.
    if (transaction.isEmpty && commits.isIdle) return result
    await commits.commit(transaction)
    transaction.end()
    if (transaction.makesJobsDue) onJobsDue()
    return result
  }
}

/** The generations beside the file hold the person still: two writes push them out. */
async function forget(commits: GroupCommit, log: Parts['log']): Promise<void> {
  try {
    await commits.rewrite()
    await commits.rewrite()
  } catch (error) {
    log.error({ err: error }, 'a deleted account is still in the last generations, until the next two writes')
  }
}

/** What was noted since the last commit, and not waited for. */
async function writeNotes(commits: GroupCommit, log: Parts['log']): Promise<void> {
  await commits.rewrite().catch((error) => log.error({ err: error }, 'not all could be written at the end'))
}

function attempt<T>(change: (transaction: Transaction) => T, transaction: Transaction): T {
  try {
    return change(transaction)
  } catch (error) {
    transaction.undo()
    throw error
  }
}

/** Where a symbolic link leads: renaming would replace the link, and two names would have two locks. */
async function locate(file: string): Promise<string> {
  // Not there yet, or not to be had: what is wrong with it shows when it is used.
  return realpath(file).catch(() => file)
}

/** Makes the folder, if only its last level is missing: a longer path that is not there is more likely a mistake. */
async function prepareFolder(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') refuse(error, file)
  }
  const there = await stat(file).catch(() => undefined)
  if (there && !there.isFile()) throw new StoreRefused(`The data file ${file} is not a file.`)
}

function refuse(cause: unknown, file: string): never {
  if (cause instanceof StoreRefused) throw cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new StoreRefused(
    `The data file ${file} cannot be used (${reason}). Make its folder exist and be writable.`,
    {
      cause,
    },
  )
}
