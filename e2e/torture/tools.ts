import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Debian's libfaketime, of whatever architecture this is. */
export function faketimeLibrary(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'], { encoding: 'utf8' })
  return stdout.split('\n')[0] || undefined
}

/** Whether this process may mount, trace and be anybody. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/**
 * Sees to it that what the rows need from Debian is there, installing it as root. What cannot be had makes its row say
 * that it was skipped.
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
