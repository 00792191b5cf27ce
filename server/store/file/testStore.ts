import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { task } from '../../jobs/task.ts'
import type { Store } from '../store.ts'
import { openFileStore } from './fileStore.ts'

const log = { error: () => undefined, info: () => undefined }

/** What the tests open a store with. */
export const options = (file: string) => ({ file, now: Date.now, log })

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
export async function open(file: string): Promise<Store> {
  const store = await openFileStore(options(file))
  onTestFinished(() => store.close())
  return store
}

/** A task that does nothing. */
export const ping = task<{ n: string }, object>('ping', async () => {})

/** Stores a change that is easy to find again: a job with the key `ping:n`. */
export const enqueue = (store: Store, n: number) =>
  store.enqueue([ping.delay({ n: String(n) }, { key: `ping:${n}` })])
