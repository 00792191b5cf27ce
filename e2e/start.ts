/**
 * `npm start` and `npm run dev`: the built server, or with --watch the sources; with stand-ins beside it when no provider
 * is configured.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isTryOut, startTryOut } from './tryout.ts'
import { startVite } from './watch.ts'

const INNER_PORT_OFFSET = 10

async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const isWatching = process.argv.includes('--watch')
  const port = Number(process.env.PORT || 3000)
  const innerPort = isWatching ? port + INNER_PORT_OFFSET : port
  const tryOut = isTryOut(process.env) ? await startTryOut(port) : undefined
  const env = {
    ...process.env,
    ...tryOut?.env,
    PORT: String(innerPort),
    PUBLIC_URL: process.env.PUBLIC_URL || `http://localhost:${port}`,
  }
  const command = isWatching ? ['--import', 'tsx', '--watch', 'server/main.ts'] : ['dist/server/main.js']
  const server = spawn(process.execPath, command, { env, stdio: 'inherit' })
  const vite = isWatching ? await startVite({ port, innerPort }) : undefined
  const end = endOf(server)
  if (await isReady(`http://localhost:${innerPort}`, end)) console.log(tryOut?.banner ?? '')
  process.exitCode = await end
  await vite?.close()
  await tryOut?.close()
}

/** The child's exit code; what asks this process to stop asks the child. */
function endOf(child: ChildProcess): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** Waits until the server can serve; false when it ends before. */
async function isReady(url: string, end: Promise<number>): Promise<boolean> {
  let hasEnded = false
  void end.then(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
