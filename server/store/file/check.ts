import { rm } from 'node:fs/promises'
import { StoreUnavailable } from '../store.ts'
import { writeAndSync } from './durableFile.ts'
import type { GroupCommit } from './groupCommit.ts'

/** A good answer holds this long: it is asked often, and each costs a write. */
const HOLDS_MS = 1_000

/** `Store.check` for a file. */
export function createCheck({
  file,
  commits,
  now,
}: {
  file: string
  commits: GroupCommit
  now: () => number
}): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined

  async function tryToWrite(): Promise<void> {
    // Only writing the document as it is tells whether there is room for it again.
    await (commits.hasFailed ? commits.rewrite() : probe(file))
    checkedAt = now()
  }

  return async () => {
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
    await writeAndSync(path, [Buffer.from('ready?')])
    await rm(path)
  } catch (cause) {
    throw new StoreUnavailable('the folder of the data file cannot be written', { cause })
  }
}
