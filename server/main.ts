import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import { createApp, tasks } from './app.ts'
import { openBackend } from './backend.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { serveClient } from './http/spa.ts'
import { createLog } from './log.ts'
import { site } from './site.ts'
import { StoreRefused } from './store/file/storeRefused.ts'

/** Below the ten seconds that process managers grant, with the store still to be closed. */
const DRAIN_LIMIT_MS = 8_000

const now = () => Date.now()
const elapsed = () => performance.now()

async function start(): Promise<void> {
  const config = readConfig(process.env, site.providers)
  const log = createLog({ pretty: process.stdout.isTTY && !config.isProduction })
  const client = await clientOf(config)
  const backend = await openBackend({ config, site, tasks, log, now, elapsed })
  const server = createServer(createApp(backend.services, client).callback())
  try {
    await listen(server, config)
  } catch (error) {
    await backend.close()
    throw error
  }
  log.info({ url: config.publicUrl, host: config.host, port: config.port }, 'Doorman is at the door')
  if (!config.rateLimits) log.warn('RATE_LIMITS=off: nothing is limited; use this for load tests only')
  if (config.providers.size === 0) log.warn('no provider is configured: nobody can sign in')
  if (!process.env.SECRET)
    log.warn('no SECRET: one was made up, and with it all sign-ins end at the next start')

  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    await Promise.all([drain(server), backend.stopJobs()])
    await backend.close()
    log.info('stopped')
    // All is written; a mail server that says nothing would keep the process alive.
    process.exit(0)
  }
  process.once('SIGTERM', (signal) => void stop(signal))
  process.once('SIGINT', (signal) => void stop(signal))
}

/** Beside the built server lies the built client. Run from its sources, the server leaves the client to Vite. */
async function clientOf(config: Config): Promise<Middleware> {
  const isBuilt = import.meta.filename.endsWith('.js')
  return isBuilt ? serveClient(join(import.meta.dirname, '../client'), config) : async () => {}
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

/** Takes no new connections and waits for the requests under way. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS)
  await closed
  clearTimeout(deadline)
}

function isExpected(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return (
    error instanceof ConfigError ||
    error instanceof StoreRefused ||
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(code)
  )
}

try {
  await start()
} catch (error) {
  console.error(isExpected(error) ? error.message : error)
  process.exitCode = 1
}
