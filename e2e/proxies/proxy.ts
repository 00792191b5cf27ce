import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../torture/victim.ts'

/** The proxies, by the names of their Debian packages. */
export type ProxyName = 'nginx' | 'haproxy' | 'caddy'

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/usr/local/sbin']

/** The path of the proxy's program. Undefined if it is not installed. */
export function findProxy(name: ProxyName): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** Installs missing proxies from Debian, if this process is root. `findProxy` tells which are installed then. */
export function provideProxies(names: readonly ProxyName[]): void {
  const missing = names.filter((name) => !findProxy(name))
  if (missing.length === 0 || process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'] })
  apt('update')
  for (const name of missing) apt('install', '-y', '--no-install-recommends', name)
}

/** A running proxy, with a folder of its own. */
export interface RunningProxy {
  /** Its standard output and error so far. */
  output(): string
  close(): Promise<void>
}

interface ProxyOptions {
  /** The command that runs the proxy in the foreground with the configuration `file`. */
  command(file: string, folder: string): string[]
  config(folder: string): string
  port: number
}

/** Starts a proxy and resolves when it accepts connections. Throws when it ends or takes too long. */
export async function startProxy({ command, config, port }: ProxyOptions): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'doorman-proxy-'))
  const file = join(folder, 'config')
  makeCertificate(folder)
  writeFileSync(file, config(folder))
  const [program = '', ...args] = command(file, folder)
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text
    })
  }
  const close = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended: ${output}`)
      return isListening(port)
    }, `${program} listens`)
  } catch (error) {
    await close()
    throw error
  }
  return { output: () => output, close }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Writes a certificate as `fullchain.pem` and `privkey.pem`, the names of Let's Encrypt, and both as `both.pem`. */
function makeCertificate(folder: string): void {
  const [key, certificate] = [join(folder, 'privkey.pem'), join(folder, 'fullchain.pem')]
  const subject = ['-subj', '/CN=www.example.com', '-days', '2']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  execFileSync('sh', ['-c', 'cat "$1" "$2" > "$3"', 'sh', certificate, key, join(folder, 'both.pem')])
}
