import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const STARTS_WITHIN_MS = 30_000

/** A process of the built server. */
export interface BuiltServer {
  child: ChildProcess
  /** Its output so far. */
  output: { stdout: string; stderr: string }
  /** Resolves to the exit code; null if a signal ended the process. */
  ended: Promise<number | null>
}

const MAIN = 'dist/server/main.js'

/**
 * Runs `node dist/server/main.js`. Its environment holds only these settings and PATH. `wrapper` is a command that runs
 * it, such as `['strace', '-f']`.
 */
export function runServer(settings: Record<string, string>, wrapper: string[] = []): BuiltServer {
  const [command = '', ...args] = [...wrapper, process.execPath, MAIN]
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    output.stdout += text
  })
  child.stderr.on('data', (text) => {
    output.stderr += text
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { child, output, ended }
}

/** The exit code of a server that ends by itself. Kills a server that still runs after 10 s, and then returns null. */
export async function endedByItself({ child, ended }: BuiltServer): Promise<number | null> {
  const killing = setTimeout(() => child.kill('SIGKILL'), STARTS_WITHIN_MS)
  const code = await ended
  clearTimeout(killing)
  return code
}

/** Waits until the server at `url` is ready. Throws with its output when it ends or is not ready after 10 s. */
export async function untilReady(url: string, { output, child }: BuiltServer): Promise<void> {
  const deadline = Date.now() + STARTS_WITHIN_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`the server is not ready: ${output.stdout.slice(-1_000)}${output.stderr}`)
}
