import { open, rm } from 'node:fs/promises'
import { StoreUnavailable } from '../store.ts'
import type { Commits } from './commits.ts'

/** A good answer holds for so long: it is asked for often, and each costs a write. */
const HOLDS_MS = 1_000

/** `Store.check` for a file. */
export function createCheck({
  file,
  commits,
  now,
}: {
  file: string
  commits: Commits
  now: () => number
}): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined

  async function tryToWrite(): Promise<void> {
    // After a failure only an append tells whether the journal can be written again.
    await (commits.hasFailed ? commits.probe() : probe(file))
    checkedAt = now()
  }

  return async () => {
    commits.refuseWhenClosed()
    const age = now() - checkedAt
    if (!commits.hasFailed && age >= 0 && age < HOLDS_MS) return
    checking ??= tryToWrite().finally(() => {
      checking = undefined
    })
    await checking
  }
}

async function probe(file: string): Promise<void> {
  const path = `${file}.probe`
  try {
    await rm(path, { force: true })
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile('ready?')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rm(path)
  } catch (cause) {
    throw new StoreUnavailable('the folder of the data file cannot be written', { cause })
  }
}
