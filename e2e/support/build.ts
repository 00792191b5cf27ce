import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VITE = join(fileURLToPath(import.meta.resolve('vite/package.json')), '../bin/vite.js')

/** Builds client and server. Throws with Vite's output when the build fails. */
export function build(): void {
  // What .env says is meant for the server: with another NODE_ENV, Vite would build for development.
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
    encoding: 'utf8',
    env,
  })
  if (status !== 0) throw new Error(`${stdout}${stderr}\nThe build failed, so nothing is started.`)
}
