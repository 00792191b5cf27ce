import type { TestProject } from 'vitest/node'
import { migrate } from '../../server/store/postgres/migrate.ts'
import { createPool } from '../../server/store/postgres/pool.ts'
import { createDatabase, dropDatabase, startDatabaseServer } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of a PostgreSQL server, on which tests create databases. */
    databaseServer: string
    /** The URL of an empty database with all tables. Copying it takes a tenth of the time of the migrations. */
    migratedDatabase: string
  }
}

/** Provides one PostgreSQL server for all tests: the one at TEST_DATABASE_URL, or one that runs only for the tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.TEST_DATABASE_URL
  const server = own ? undefined : await startDatabaseServer(['fsync=off', 'max_connections=300'])
  const serverUrl = own ?? server?.url ?? ''
  const migrated = await createDatabase(serverUrl)
  const pool = createPool({ url: migrated, max: 3, log: { warn: () => undefined } })
  await migrate(pool).finally(() => pool.end())
  project.provide('databaseServer', serverUrl)
  project.provide('migratedDatabase', migrated)
  return async () => {
    await dropDatabase(migrated)
    await server?.close()
  }
}
