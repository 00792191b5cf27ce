import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The path of Debian's libfaketime, which depends on the architecture. Undefined if it is not installed. */
export function faketimeLibrary(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'], { encoding: 'utf8' })
  return stdout.split('\n')[0] || undefined
}

/** Whether this process runs as root, and so may mount, trace and change its user. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/**
 * Installs the Debian packages that the rows need, if this process is root. A row without its package reports that it
 * was skipped.
 */
export function provideTools(): void {
  const missing = [
    existsSync('/usr/bin/strace') ? '' : 'strace',
    faketimeLibrary() ? '' : 'libfaketime',
  ].filter(Boolean)
  if (missing.length === 0 || !isRoot() || !existsSync('/usr/bin/apt-get')) return
  const install = (...args: string[]) => spawnSync('apt-get', [...args], { stdio: 'ignore' }).status === 0
  if (install('install', '-y', ...missing)) return
  install('update')
  install('install', '-y', ...missing)
}
