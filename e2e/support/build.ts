import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VITE = join(fileURLToPath(import.meta.resolve('vite/package.json')), '../bin/vite.js')

/** Builds client and server, and says only what went wrong. Throws when it did not come to its end. */
export function build(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${stdout}${stderr}\nThe build failed, so nothing is started.`)
}
