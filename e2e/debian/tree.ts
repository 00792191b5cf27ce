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

/** What a row needs on this machine, by the names of Debian's packages and of their programs. */
const PROGRAMS = {
  debootstrap: '/usr/sbin/debootstrap',
  'systemd-container': '/usr/bin/systemd-nspawn',
  podman: '/usr/bin/podman',
  crun: '/usr/bin/crun',
}

const BASE = ['systemd', 'systemd-sysv', 'dbus', 'ca-certificates', 'libstdc++6', 'adduser', 'procps']
const MORE = ['git', 'curl', 'postgresql', 'prometheus']

/** So that apt-get starts no service while the tree is not booted. */
const START_NOTHING = '#!/bin/sh\nexit 101\n'

/** What npm, git and curl must know of this machine's network, where it is not an ordinary one. */
const NETWORK =
  /^(npm_config_(registry|cafile|strict_ssl|noproxy)|NODE_EXTRA_CA_CERTS|(GIT_)?SSL_(CERT_FILE|CAINFO)|(https?|no)_proxy)$/i

/** Why nothing can be tried here, or undefined. Installs what is missing from Debian. */
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

/** A Debian in a folder, with Node, git, curl, PostgreSQL and Prometheus. */
export interface Tree {
  folder: string
  /** The project as a git repository, which the tree sees as `/copy`. */
  copy: string
  /** Runs a script of bash in the tree, as root, with this machine's network. Throws with its words when it fails. */
  run(script: string): string
  remove(): void
}

/** Makes one; takes some minutes. */
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

/** This machine's Node and npm, where the unit expects them. */
function putNode(folder: string): void {
  copyFileSync(process.execPath, join(folder, 'usr/bin/node'))
  const npm = join(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim()), '../..')
  cpSync(npm, join(folder, 'usr/lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/bin/npm'))
}

/** The authorities that this machine's network needs, at the same path. */
function putAuthorities(folder: string): void {
  const file = process.env.NODE_EXTRA_CA_CERTS
  if (!file) return
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  copyFileSync(file, join(folder, file))
}

/** The settings that npm, git and curl need for this machine's network. */
export function networkOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return Object.fromEntries(entries.filter(([name]) => NETWORK.test(name)))
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
