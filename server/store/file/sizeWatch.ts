import { stat } from 'node:fs/promises'
import type { Logger } from '../../log.ts'

/** About ten thousand people: from there on each sign-in takes the longer, the more there are (see `npm run bench:growth`). */
const OUTGROWN_BYTES = 10_000_000

const WORDS =
  'the data file has outgrown its purpose, and signing in gets slower with it: move to PostgreSQL, DATABASE_URL and npm run import'

/** Looks at the size of the data file, and says once when it should be left. `limitBytes` is for tests. */
export function createSizeWatch(
  { file, log }: { file: string; log: Pick<Logger, 'warn'> },
  limitBytes = OUTGROWN_BYTES,
): () => Promise<void> {
  let isTold = false
  return async () => {
    if (isTold) return
    // Whoever uses a file that is not there says so.
    const size = await stat(file)
      .then(({ size }) => size)
      .catch(() => 0)
    isTold = size > limitBytes
    if (isTold) log.warn({ file, bytes: size }, WORDS)
  }
}
