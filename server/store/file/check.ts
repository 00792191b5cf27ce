import { rm } from 'node:fs/promises'
import { StoreUnavailable } from '../store.ts'
import type { Commits } from './commits.ts'
import { writeSynced } from './disk.ts'

/** `Store.check` for a file. */
export async function check(file: string, commits: Commits): Promise<void> {
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
