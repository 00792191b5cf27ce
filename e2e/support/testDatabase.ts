import { inject, onTestFinished } from 'vitest'
import { createSealer, type Sealer } from '../../server/seal.ts'
import { openPostgresStore, type PostgresStore } from '../../server/store/postgres/postgresStore.ts'
import { createDatabase, dropDatabase } from './database.ts'

const log = { warn: () => undefined }

/** Seals the dead letters of test stores. */
export const testSealer: Sealer = createSealer({
  secrets: ['a secret for tests that is long enough'],
  now: Date.now,
})

/** Creates an empty database that is removed when the test ends; with `isMigrated` it has the tables. */
export async function newDatabase({ isMigrated = false } = {}): Promise<string> {
  const url = await createDatabase(
    inject('databaseServer'),
    isMigrated ? inject('migratedDatabase') : undefined,
  )
  onTestFinished(() => dropDatabase(url))
  return url
}

/** Opens a store that is closed when the test ends, by default on a new database. */
export async function open(url?: string, now = Date.now): Promise<PostgresStore> {
  const opened = await openPostgresStore({
    url: url ?? (await newDatabase({ isMigrated: true })),
    now,
    log,
    sealer: testSealer,
  })
  onTestFinished(() => opened.store.close())
  return opened
}
