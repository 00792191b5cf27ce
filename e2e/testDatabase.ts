import { pino } from 'pino'
import { inject, onTestFinished } from 'vitest'
import { createSealer } from '../server/seal.ts'
import { openPostgresStore, type PostgresStore } from '../server/store/postgres/postgresStore.ts'
import { createDatabase, dropDatabase } from './database.ts'

const log = pino({ enabled: false })

/** An empty database that goes when the test ends. */
export async function newDatabase(): Promise<string> {
  const url = await createDatabase(inject('databaseServer'))
  onTestFinished(() => dropDatabase(url))
  return url
}

const sealer = createSealer({ secrets: ['x'.repeat(32)], now: Date.now })

/** A store that is closed when the test ends, by default on a database of its own. */
export async function open(url?: string, now = Date.now): Promise<PostgresStore> {
  const opened = await openPostgresStore({ url: url ?? (await newDatabase()), now, log, sealer })
  onTestFinished(() => opened.store.close())
  return opened
}
