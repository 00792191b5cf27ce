import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The programs that the rows need on the host, by their Debian packages. */
const PROGRAMS = {
  debootstrap: '/usr/sbin/debootstrap',
  'systemd-container': '/usr/bin/systemd-nspawn',
  podman: '/usr/bin/podman',
  crun: '/usr/bin/crun',
}

const BASE = ['systemd', 'systemd-sysv', 'dbus', 'ca-certificates', 'libstdc++6', 'adduser', 'procps']
const MORE = ['git', 'curl', 'postgresql', 'prometheus']

/** A policy-rc.d: apt-get must not start services in a tree that is not booted. */
const START_NOTHING = '#!/bin/sh\nexit 101\n'

/** Settings of npm, git and curl for hosts behind a proxy or with an authority of their own. */
const NETWORK = [
  /^npm_config_(registry|cafile|strict_ssl|noproxy)$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|GIT_SSL_CAINFO)$/,
  /^(https?|no)_proxy$/i,
]

/** The reason to skip all rows on this host, or undefined. Installs missing programs from Debian. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'only on Linux'
  if (process.geteuid?.() !== 0) return 'only as root'
  const missing = () => Object.entries(PROGRAMS).filter(([, path]) => !existsSync(path))
  if (missing().length > 0 && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] })
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...missing().map(([name]) => name))
  }
  const names = missing().map(([name]) => name)
  return names.length > 0 ? `needs ${names.join(', ')}` : undefined
}

/** A Debian installed in a folder, with Node, git, curl, PostgreSQL and Prometheus. */
export interface Tree {
  folder: string
  /** The project as a git repository. It is `/copy` in the tree. */
  copy: string
  /** Runs a bash script in the tree as root, with the host's network. Throws with the output when it fails. */
  run(script: string): string
  remove(): void
}

/** Installs a tree; takes some minutes. */
export function makeTree(copy: string): Tree {
  const parent = mkdtempSync(join(tmpdir(), 'doorman-debian-'))
  const folder = join(parent, 'tree')
  const run = (script: string) => runIn({ folder, copy }, script)
  const remove = () => rmSync(parent, { recursive: true, force: true })
  try {
    const args = ['--variant=minbase', `--include=${BASE.join(',')}`, 'bookworm', folder]
    execFileSync('debootstrap', args, { stdio: ['ignore', 'ignore', 'inherit'] })
    writeFileSync(join(folder, 'usr/sbin/policy-rc.d'), START_NOTHING, { mode: 0o755 })
    const install = 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends'
    run(`apt-get update && ${install} ${MORE.join(' ')}`)
    putNode(folder)
    putAuthorities(folder)
  } catch (error) {
    remove()
    throw error
  }
  return { folder, copy, run, remove }
}

/** Copies the host's Node and npm to where the unit expects them. */
function putNode(folder: string): void {
  copyFileSync(process.execPath, join(folder, 'usr/bin/node'))
  const npm = join(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim()), '../..')
  cpSync(npm, join(folder, 'usr/lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/bin/npm'))
}

/** Copies the authorities that the host's network needs to the same path. */
function putAuthorities(folder: string): void {
  const file = process.env.NODE_EXTRA_CA_CERTS
  if (!file) return
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  copyFileSync(file, join(folder, file))
}

/** The environment that npm, git and curl need for the host's network. */
export function networkOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return Object.fromEntries(entries.filter(([name]) => NETWORK.some((names) => names.test(name))))
}

function runIn({ folder, copy }: Pick<Tree, 'folder' | 'copy'>, script: string): string {
  const network = Object.entries(networkOf(process.env))
  const args = [
    ...['--quiet', `--directory=${folder}`, '--register=no', '--keep-unit', '--pipe', `--bind=${copy}:/copy`],
    ...network.map(([name, value]) => `--setenv=${name}=${value}`),
    ...['/bin/bash', '--norc', '-euo', 'pipefail', '-c', script],
  ]
  const { status, stdout, stderr } = spawnSync('systemd-nspawn', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${script}\nended with ${status}: ${stdout.slice(-2_000)}${stderr}`)
  return stdout
}
