/**
 * `npm run sessions:end`: signs everybody out (ASVS 7.4.5), in the data file of a stopped server or in
 * PostgreSQL.
 */
import { openLog } from '../log.ts'
import { createSealer } from '../seal.ts'
import { openFileStore } from '../store/file/fileStore.ts'
import type { Store } from '../store/store.ts'
import { databaseUrlOf, dataFileOf, runCommand } from './command.ts'

await runCommand(async () => {
  const store = await openStore(process.env)
  try {
    console.log(`${await store.endAllSessions()} sessions ended; everybody has to sign in again.`)
  } finally {
    await store.close()
  }
})

async function openStore(env: NodeJS.ProcessEnv): Promise<Store> {
  const now = () => Date.now()
  const { log } = openLog({ pretty: false })
  log.level = 'warn'
  const sealer = createSealer({ secrets: (env.SECRET || 'unused').split(','), now })
  if (!env.DATABASE_URL?.trim())
    return (await openFileStore({ file: dataFileOf(env), now, log, sealer })).store
  const { openPostgresStore } = await import('../store/postgres/postgresStore.ts')
  return (await openPostgresStore({ url: databaseUrlOf(env), now, log, sealer })).store
}
