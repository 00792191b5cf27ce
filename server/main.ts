import type { Server } from 'node:http'
import { join } from 'node:path'
import { createApp, headersOf } from './app.ts'
import { type Backend, type BackendOptions, openBackend } from './backend.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { avatarOrigins } from './http/avatarOrigins.ts'
import { Entrance } from './http/entrance.ts'
import { HttpServer } from './http/httpServer.ts'
import { connectionsWithin, limitConnections, readDescriptorLimit } from './http/limitConnections.ts'
import { type Logger, openLog } from './log.ts'
import { openPatiently } from './openPatiently.ts'
import { pageFacts } from './pages/page.ts'
import { type Client, serveClient } from './pages/serveClient.ts'
import { site } from './site/site.ts'
import { StoreUnavailable } from './store/store.ts'
import { StoreRefused } from './store/storeRefused.ts'
import { createWaitingApp } from './waitingApp.ts'
import { warnAtStart } from './warnAtStart.ts'

const now = () => Date.now()
const elapsed = () => performance.now()

/** At the end of the process, the log's reader has this much time for the last lines. */
const FLUSH_LIMIT_MS = 300

async function start(): Promise<void> {
  const config = readConfig(process.env, site.providers)
  const { log, flush } = openLog({ pretty: process.stdout.isTTY && !config.isProduction })
  const parts = { config, site, log }
  const client = builtClient(config)
  const stopping = new AbortController()
  const { signal } = stopping
  const entrance = new Entrance(createWaitingApp(parts, { stopping: signal }).callback())
  const http = new HttpServer(entrance.handle, { headers: headersOf(parts), drainMs: config.drainMs })
  const { server } = http
  const limits = limitConnectionsOf(server, log)
  await listen(server, config).catch((error) => failForStore({ ...parts, now, elapsed }, error))
  const onWait = () => entrance.release()
  const opening = openPatiently({ ...parts, now, elapsed }, { stopping: signal, onWait })
  onSignals(async (signal) => {
    log.info({ signal }, 'stopping')
    stopping.abort()
    entrance.release()
    await stop({ http, opening, log })
    await flush(FLUSH_LIMIT_MS)
    // Everything is written. A mail server that does not answer would keep the process alive.
    process.exit()
  })
  const backend = await opening.catch((error) => {
    server.close()
    server.closeAllConnections()
    throw error
  })
  if (!backend) return
  entrance.open(createApp(backend.services, client, { stopping: signal }).callback())
  const { publicUrl, host, port } = config
  log.info({ url: publicUrl, host, port, ...limits }, 'Doorman is at the door')
  warnAtStart(backend.services, process.env)
}

/**
 * Reports an error of the store first: an operator who starts a second server then reads which process uses
 * the store.
 */
async function failForStore(options: BackendOptions, listening: unknown): Promise<never> {
  try {
    const backend = await openBackend(options)
    await backend.close()
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
  }
  throw listening
}

interface Running {
  http: Pick<HttpServer, 'drain'>
  /** Undefined if the process was told to stop before the store was open. */
  opening: Promise<Backend | undefined>
  log: Logger
}

async function stop({ http, opening, log }: Running): Promise<void> {
  try {
    const stoppedJobs = opening.then((backend) => backend?.stopJobs())
    await Promise.all([http.drain(), stoppedJobs])
    await (await opening)?.close()
    log.info('stopped')
  } catch (error) {
    log.fatal({ err: error }, 'could not stop cleanly')
    process.exitCode = 1
  }
}

/**
 * Calls `stop` at the first SIGTERM or SIGINT. Further signals are ignored, so that the last requests can
 * finish.
 */
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

/**
 * The built client is next to the built server. When the server runs from its sources, Vite serves the
 * client.
 */
function builtClient(config: Config): Client {
  const isBuilt = import.meta.filename.endsWith('.js')
  if (!isBuilt) return () => async () => {}
  return serveClient(
    join(import.meta.dirname, '../client'),
    pageFacts(config, avatarOrigins(config, site.providers)),
  )
}

/**
 * Reserves some file descriptors for other uses than visitors' connections. Returns the numbers for the log.
 */
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

/** HOST and PORT are well formed, but in use, not permitted or not of this machine. */
class CannotListen extends Error {
  override name = 'CannotListen'
}

function isExpected(error: unknown): error is Error {
  const expected = [ConfigError, StoreRefused, CannotListen]
  return expected.some((kind) => error instanceof kind)
}

try {
  await start()
} catch (error) {
  console.error(isExpected(error) ? error.message : error)
  process.exitCode = 1
}
