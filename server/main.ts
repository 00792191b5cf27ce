import type { Server } from 'node:http'
import { join } from 'node:path'
import { createApp, headersOf, tasks } from './app.ts'
import { openBackend } from './backend.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { avatarOrigins } from './http/avatarOrigins.ts'
import { pageFacts } from './http/page.ts'
import { createHttpServer } from './http/server.ts'
import { type Client, serveClient } from './http/spa.ts'
import { createLog } from './log.ts'
import { site } from './site.ts'
import { StoreRefused } from './store/file/storeRefused.ts'
import { DatabaseRefused } from './store/postgres/databaseRefused.ts'

const now = () => Date.now()
const elapsed = () => performance.now()

const PLAIN_ANSWERS =
  'REMINDER_ANSWERS=plain: the reminder form tells anybody whether an address has an account here; private hides it'

async function start(): Promise<void> {
  const config = readConfig(process.env, site.providers)
  const log = createLog({ pretty: process.stdout.isTTY && !config.isProduction })
  const client = clientOf(config)
  const backend = await openBackend({ config, site, tasks, log, now, elapsed })
  const headers = headersOf(backend.services)
  const { server, drain } = createHttpServer(createApp(backend.services, client).callback(), headers)
  try {
    await listen(server, config)
  } catch (error) {
    await backend.close()
    throw error
  }
  log.info({ url: config.publicUrl, host: config.host, port: config.port }, 'Doorman is at the door')
  if (!config.rateLimits) log.warn('RATE_LIMITS=off: nothing is limited; use this for load tests only')
  if (config.isProduction && config.reminderAnswers === 'plain') log.info(PLAIN_ANSWERS)
  if (config.providers.size === 0) log.warn('no provider is configured: nobody can sign in')
  if (!process.env.SECRET)
    log.warn('no SECRET: one was made up, and what it seals cannot be opened after the next start')

  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    await Promise.all([drain(), backend.stopJobs()])
    await backend.close()
    log.info('stopped')
    // All is written; a mail server that says nothing would keep the process alive.
    process.exit(0)
  }
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Stays, so that a second one does not kill the process in the middle of the last requests.
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      stop(signal).catch((error) => {
        log.fatal({ err: error }, 'could not stop cleanly')
        process.exit(1)
      })
    })
  }
}

/** Beside the built server lies the built client. Run from its sources, the server leaves the client to Vite. */
function clientOf(config: Config): Client {
  const isBuilt = import.meta.filename.endsWith('.js')
  if (!isBuilt) return () => async () => {}
  return serveClient(
    join(import.meta.dirname, '../client'),
    pageFacts(config, avatarOrigins(config, site.providers)),
  )
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new CannotListen(`HOST, PORT: cannot listen there (${cause.message})`, { cause })),
    )
    server.listen(port, host, () => resolve())
  })
}

/** HOST and PORT are well written, but taken, not allowed or not on this machine. */
class CannotListen extends Error {
  override name = 'CannotListen'
}

function isExpected(error: unknown): error is Error {
  const expected = [ConfigError, StoreRefused, DatabaseRefused, CannotListen]
  return expected.some((kind) => error instanceof kind)
}

try {
  await start()
} catch (error) {
  console.error(isExpected(error) ? error.message : error)
  process.exitCode = 1
}
