/**
 * `npm run sessions:end`: signs everybody out (ASVS 7.4.5), in the data file of a stopped server or in
 * PostgreSQL.
 */
import { endAllSessions } from '../desk/endAllSessions.ts'
import { openLog } from '../log.ts'
import { createSealer } from '../seal.ts'
import { openFileStore } from '../store/file/fileStore.ts'
import type { Store } from '../store/store.ts'
import { databaseUrlOf, dataFileOf, runCommand } from './command.ts'

await runCommand(async () => {
  const store = await openStore(process.env)
  try {
    const ended = await endAllSessions({ store, config: receiverOf(process.env), now: Date.now })
    console.log(`${ended} sessions ended; everybody has to sign in again.`)
  } finally {
    await store.close()
  }
})

/** Only whether there is a receiver matters here: the server sends the webhooks, with its own settings. */
function receiverOf({ WEBHOOK_URL }: NodeJS.ProcessEnv) {
  const url = WEBHOOK_URL?.trim()
  return { webhook: url ? { url, secrets: [] } : null }
}

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
