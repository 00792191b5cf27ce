import { readDatabase } from '../../server/commands/moving/move.ts'
import type { Document } from '../../server/store/file/document.ts'
import { type Pair, type PairOptions, startPair } from '../support/pair.ts'
import { until } from './victim.ts'

/** Runs `torture` on two servers with one database, and ends them afterwards in any case. */
export async function withPair<T>(options: PairOptions, torture: (pair: Pair) => Promise<T>): Promise<T> {
  const pair = await startPair(options)
  // The consent page shall show only the people of the row.
  pair.people.length = 0
  try {
    return await torture(pair)
  } finally {
    await pair.close()
  }
}

/** Reads the whole database. */
export function readAll(pair: Pair): Promise<Document> {
  return readDatabase(pair.databaseUrl)
}

/** Waits until no job waits or runs. Throws after `limitMs`. */
export async function untilJobsDone(pair: Pair, limitMs = 90_000): Promise<void> {
  const open = 'select 1 from graphile_worker.jobs limit 1'
  await until(async () => (await pair.ask(open)).length === 0, 'every job done', limitMs)
}
