/**
 * `npm start` and `npm run dev`: runs the built server, or with --watch the sources. Without configured providers, it
 * also starts the stand-ins.
 */
import { fileURLToPath } from 'node:url'
import { isBuilt } from '../../builtSources.ts'
import { loadEnvFile } from '../../server/envFile.ts'
import { site } from '../../server/site/site.ts'
import { isFree } from '../standins/server.ts'
import { build } from './build.ts'
import { runChild } from './child.ts'
import { basePathIn, loopbackOf, ownKeysBanner, ownPublicUrl } from './ownKeys.ts'
import { isTryOut, startTryOut } from './tryout.ts'
import { startVite } from './watch.ts'

const TSX = fileURLToPath(import.meta.resolve('tsx/cli'))
const INNER_PORT_OFFSET = 10
const ASK_EVERY_MS = 100
const ANSWERS_WITHIN_MS = 2_000

async function start(): Promise<void> {
  loadEnvFile('.env', process.env)
  const isWatching = process.argv.includes('--watch')
  const port = portOf(process.env)
  const triesOut = isTryOut(process.env, site.providers)
  if (!isWatching && !isBuilt(process.cwd())) {
    console.log('Building: this takes a few seconds, and only when the sources have changed.')
    build()
  }
  const innerPort = isWatching ? await innerPortFor(port) : port
  const tryOut = triesOut ? await startTryOut(port, process.env) : undefined
  const publicUrl = tryOut?.siteUrl ?? ownPublicUrl(process.env, port)
  const vite = isWatching
    ? await startVite({ host: loopbackOf(publicUrl), publicUrl, port, innerPort })
    : undefined
  const env = {
    ...process.env,
    ...tryOut?.env,
    PORT: String(innerPort),
    PUBLIC_URL: publicUrl,
  }
  // Not `node --watch`: its watching process runs no preloads, and would go on when this process is killed.
  const command = isWatching ? [TSX, 'watch', 'server/main.ts'] : ['dist/server/main.js']
  const server = runChild(command, env)
  const banner = tryOut?.banner ?? ownKeysBanner(publicUrl, { env: process.env, providers: site.providers })
  const inner = `http://localhost:${innerPort}${basePathIn(publicUrl)}`
  if (await isReady(inner, server.ended)) console.log(banner)
  process.exitCode = await server.ended
  await vite?.close()
  await tryOut?.close()
}

/** The PORT of the environment, by default 3000. Throws with the server's own words when it is no port. */
function portOf(env: NodeJS.ProcessEnv): number {
  const port = Number(env.PORT || 3000)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`PORT: must be a port number, not '${env.PORT}'`)
}

/** A free port for the server behind Vite. Throws when no port near `port` is free. */
async function innerPortFor(port: number): Promise<number> {
  for (let inner = port + INNER_PORT_OFFSET; inner < port + 10 * INNER_PORT_OFFSET; inner++) {
    if (await isFree(inner)) return inner
  }
  throw new Error(`No port after ${port + INNER_PORT_OFFSET} is free. Choose another: PORT=4000 npm run dev`)
}

/**
 * Waits until the server answers; false when it ends before. It does not ask /readyz: a server that still opens its
 * store would answer 503 and log a warning at every start, while it holds this request back.
 */
async function isReady(url: string, ended: Promise<number>): Promise<boolean> {
  let hasEnded = false
  void ended.finally(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS)
    // Until the server listens, the machine refuses connections.
    const answer = await fetch(`${url}/api/session`, { signal }).catch(() => undefined)
    if (answer?.ok) return true
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
  return false
}

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
