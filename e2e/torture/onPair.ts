import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Document } from '../../server/store/file/document.ts'
import { exportFile } from '../../server/store/postgres/move.ts'
import { type Pair, type PairOptions, startPair } from '../pair.ts'
import { until } from './victim.ts'

/** Runs `torture` on two servers and their database, which are gone afterwards in any case. */
export async function withPair<T>(options: PairOptions, torture: (pair: Pair) => Promise<T>): Promise<T> {
  const pair = await startPair(options)
  // The ready people would crowd the consent page.
  pair.people.length = 0
  try {
    return await torture(pair)
  } finally {
    await pair.close()
  }
}

/** All that is in the database. */
export async function readAll(pair: Pair): Promise<Document> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-export-'))
  try {
    await exportFile(join(folder, 'all.json'), pair.databaseUrl)
    return JSON.parse(await readFile(join(folder, 'all.json'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Waits until no job waits or runs. */
export async function untilJobsDone(pair: Pair, limitMs = 90_000): Promise<void> {
  const open = `select 1 from jobs where state in ('waiting', 'running') limit 1`
  await until(async () => (await pair.ask(open)).length === 0, 'every job done', limitMs)
}
