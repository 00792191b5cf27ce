/** `npm run import -- FILE` and `npm run export -- FILE`: from the data file into PostgreSQL, and back. */
import { EnvFileRefused, loadEnvFile } from './envFile.ts'
import { isDatabaseUrl } from './settingValues.ts'
import { StoreRefused } from './store/file/storeRefused.ts'
import { DatabaseRefused, MoveRefused } from './store/postgres/databaseRefused.ts'
import type { Digest } from './store/postgres/digest.ts'
import { exportFile, importFile } from './store/postgres/move.ts'

const USAGE = 'Say which way and which file: npm run import -- data/doorman.json, or npm run export -- FILE'

async function move([way, file, ...rest]: string[]): Promise<void> {
  loadEnvFile('.env', process.env)
  const url = process.env.DATABASE_URL ?? ''
  if ((way !== 'import' && way !== 'export') || !file || rest.length > 0) throw new MoveRefused(USAGE)
  if (!isDatabaseUrl(url)) {
    throw new MoveRefused('DATABASE_URL: must look like postgres://user:pass@host:5432/name')
  }
  const digest = await (way === 'import' ? importFile(file, url) : exportFile(file, url))
  tell(digest)
  console.log(
    way === 'import'
      ? `All of ${file} is in the database, compared row by row. Start the servers with DATABASE_URL.`
      : `All of the database is in ${file}, compared row by row.`,
  )
}

function tell(digest: Digest): void {
  for (const [table, { rows, sha256 }] of Object.entries(digest)) {
    console.log(`${table.padEnd(9)} ${String(rows).padStart(9)}  sha256 ${sha256}`)
  }
}

try {
  await move(process.argv.slice(2))
} catch (error) {
  const isExpected = [MoveRefused, DatabaseRefused, StoreRefused, EnvFileRefused].some(
    (expected) => error instanceof expected,
  )
  console.error(isExpected ? (error as Error).message : error)
  process.exitCode = 1
}
