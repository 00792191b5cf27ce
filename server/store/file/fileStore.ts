import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Low } from 'lowdb'
import type { Logger } from '../../log.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { accountOperations } from './accountOperations.ts'
import { DurableJsonFile, writeDurably } from './adapter.ts'
import { emptyDocument } from './document.ts'
import { GroupCommit } from './groupCommit.ts'
import { jobOperations } from './jobOperations.ts'
import { acquireLock, type Lock } from './lock.ts'
import { Memory, type Mutate, Transaction } from './memory.ts'
import { StoreRefused } from './storeRefused.ts'

/** What a file store is opened with. */
export interface FileStoreOptions {
  file: string
  /** Unix milliseconds. */
  now: () => number
  log: Pick<Logger, 'error' | 'info'>
}

/** A good answer of `check` holds this long: it is asked often, and each costs a write. */
const CHECK_HOLDS_MS = 1_000

/**
 * The embedded store: all in memory, each change in one JSON file before it is acknowledged. Reads come from memory and
 * may see a change whose write is under way. That is safe: whoever builds on it commits later, in the same or a later
 * write, and is refused along with it.
 *
 * Throws `StoreRefused` when the file or its folder cannot be used or another process uses it.
 */
export async function openFileStore({ file: path, now, log }: FileStoreOptions): Promise<Store> {
  const file = resolve(path)
  await prepareFolder(file)
  const lock = await acquireLock(file).catch((cause) => refuse(cause, file))
  try {
    const database = new Low(
      new DurableJsonFile(file, (document) => new Memory(document)),
      new Memory(emptyDocument()),
    )
    await database.read()
    releaseLeases(database.data)
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
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined

  const mutate: Mutate = async (change) => {
    if (isClosed) throw new StoreUnavailable('the store is closed')
    const transaction = new Transaction(memory)
    const result = attempt(change, transaction)
    if (transaction.isEmpty) return result
    await commits.commit(transaction)
    if (transaction.addsJobs) for (const listener of listeners) listener()
    return result
  }

  async function tryToWrite(): Promise<void> {
    // An empty transaction writes the document as it is: only that tells whether there is room for it again.
    await (commits.hasFailed ? commits.commit(new Transaction(memory)) : probe(file))
    checkedAt = now()
  }

  return {
    ...accountOperations(memory, mutate, now),
    ...jobOperations(memory, mutate, now),
    onJobs: (listener) => void listeners.push(listener),

    async check() {
      if (isClosed) throw new StoreUnavailable('the store is closed')
      const age = now() - checkedAt
      if (!commits.hasFailed && age >= 0 && age < CHECK_HOLDS_MS) return
      checking ??= tryToWrite().finally(() => {
        checking = undefined
      })
      await checking
    },

    async close() {
      isClosed = true
      await commits.settled()
      await lock.release()
    },
  }
}

function attempt<T>(change: (transaction: Transaction) => T, transaction: Transaction): T {
  try {
    return change(transaction)
  } catch (error) {
    transaction.undo()
    throw error
  }
}

async function probe(file: string): Promise<void> {
  const path = `${file}.probe`
  try {
    await writeDurably(path, 'ready?')
    await rm(path)
  } catch (cause) {
    throw new StoreUnavailable('the folder of the data file cannot be written', { cause })
  }
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
