import type { Server } from 'node:http'
import { join } from 'node:path'
import { createApp, headersOf } from './app.ts'
import { openBackend } from './backend.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { avatarOrigins } from './http/avatarOrigins.ts'
import { connectionsWithin, limitConnections, readDescriptorLimit } from './http/connectionLimit.ts'
import { pageFacts } from './http/page.ts'
import { createHttpServer } from './http/server.ts'
import { type Client, serveClient } from './http/spa.ts'
import { type Logger, openLog } from './log.ts'
import { site } from './site/site.ts'
import { StoreRefused } from './store/file/storeRefused.ts'
import { DatabaseRefused } from './store/postgres/databaseRefused.ts'
import { warnAtStart } from './warnAtStart.ts'

const now = () => Date.now()
const elapsed = () => performance.now()

/** At the end of the process, so long the log's reader may take for the last lines. */
const FLUSH_LIMIT_MS = 300

async function start(): Promise<void> {
  const config = readConfig(process.env, site.providers)
  const { log, flush } = openLog({ pretty: process.stdout.isTTY && !config.isProduction })
  const client = clientOf(config)
  const backend = await openBackend({ config, site, log, now, elapsed })
  const headers = headersOf(backend.services)
  const stopping = new AbortController()
  const app = createApp(backend.services, client, { stopping: stopping.signal })
  const { server, drain } = createHttpServer(app.callback(), { headers, drainMs: config.drainMs })
  const limits = limitConnectionsOf(server, log)
  try {
    await listen(server, config)
  } catch (error) {
    await backend.close()
    throw error
  }
  const { publicUrl, host, port } = config
  log.info({ url: publicUrl, host, port, ...limits }, 'Doorman is at the door')
  warnAtStart(backend.services, process.env)

  onSignals(async (signal) => {
    log.info({ signal }, 'stopping')
    try {
      stopping.abort()
      await Promise.all([drain(), backend.stopJobs()])
      await backend.close()
      log.info('stopped')
    } catch (error) {
      log.fatal({ err: error }, 'could not stop cleanly')
      process.exitCode = 1
    }
    await flush(FLUSH_LIMIT_MS)
    // All is written; a mail server that says nothing would keep the process alive.
    process.exit()
  })
}

/** Calls `stop` at the first SIGTERM or SIGINT. A second one must not kill the process in its last requests. */
function onSignals(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      void stop(signal)
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

/** Keeps some of the descriptors for everything else than visitors. Returns the figures for the log. */
function limitConnectionsOf(server: Server, log: Logger): { descriptors?: number; connections?: number } {
  const descriptors = readDescriptorLimit()
  if (descriptors === undefined) return {}
  const connections = connectionsWithin(descriptors)
  limitConnections(server, { max: connections, log, elapsed })
  return { descriptors, connections }
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
