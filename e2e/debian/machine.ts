import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { until } from '../torture/victim.ts'
import type { Tree } from './tree.ts'

const BOOTS_WITHIN_MS = 60_000

/** The exit status of a script in the machine, and its output of both streams. */
interface Said {
  status: number | null
  text: string
}

/** A booted tree: systemd runs as process 1, and the network consists of the loopback interface. */
export interface Machine {
  /** Runs a bash script in the machine. */
  try(script: string, user?: string): Said
  /** The same, but returns the output. Throws with the output when the script fails. */
  run(script: string, user?: string): string
  /** The status of a GET from Doorman; 0 when nothing listens. */
  ask(path: string): number
  halt(): Promise<void>
}

/** Boots a tree. Resolves when systemd has finished starting up. */
export async function boot({ folder, copy }: Tree): Promise<Machine> {
  const args = [
    ...['--quiet', `--directory=${folder}`, '--boot', '--register=no', '--keep-unit', '--console=pipe'],
    ...['--private-network', `--bind=${copy}:/copy`, `--machine=doorman-${process.pid}`],
  ]
  const nspawn = spawn('systemd-nspawn', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [nspawn.stdout, nspawn.stderr]) {
    stream.on('data', (text) => {
      said += text
    })
  }
  const machine = machineOf(nspawn)
  try {
    await until(
      () => {
        if (nspawn.exitCode !== null) throw new Error(`systemd-nspawn ended: ${said}`)
        return /running|degraded/.test(machine.try('systemctl is-system-running').text)
      },
      'systemd has started everything',
      BOOTS_WITHIN_MS,
    )
  } catch (error) {
    await machine.halt()
    throw error
  }
  return machine
}

function machineOf(nspawn: ChildProcess): Machine {
  const attempt = (script: string, user = 'root'): Said => {
    const [init] = readFileSync(`/proc/${nspawn.pid}/task/${nspawn.pid}/children`, 'utf8').split(' ')
    if (!init) return { status: null, text: 'not booted yet' }
    const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--root', '--wd']
    const bash = ['/bin/bash', '--norc', '-euo', 'pipefail', '-c', script]
    const inside = user === 'root' ? bash : ['/sbin/runuser', '-u', user, '--', ...bash]
    const { status, stdout, stderr } = spawnSync('nsenter', [`--target=${init}`, ...namespaces, ...inside], {
      encoding: 'utf8',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
    })
    return { status, text: `${stdout}${stderr}` }
  }
  return {
    try: attempt,
    run(script, user) {
      const { status, text } = attempt(script, user)
      if (status !== 0) throw new Error(`${script}\nended with ${status}: ${text}`)
      return text
    },
    ask(path) {
      const asking = `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:3000${path} || true`
      return Number(attempt(asking).text)
    },
    async halt() {
      if (nspawn.exitCode !== null) return
      const ended = once(nspawn, 'exit')
      attempt('systemctl poweroff')
      const killing = setTimeout(() => nspawn.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(killing)
    },
  }
}
