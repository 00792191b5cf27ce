import type { TestProject } from 'vitest/node'
import { startDatabaseServer } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server, for tests to make databases on. */
    databaseServer: string
  }
}

/** One PostgreSQL for all tests: that of TEST_DATABASE_URL, or one that is started here and gone afterwards. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.TEST_DATABASE_URL
  const server = own ? undefined : await startDatabaseServer(['fsync=off', 'max_connections=300'])
  project.provide('databaseServer', own ?? server?.url ?? '')
  return async () => server?.close()
}
