import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** As a shell would put them; the container has no cgroups of its own, and no more than this machine's limits. */
const RUN = ['run', '--rm', '--network=host', '--cgroups=disabled', '--ulimit=nofile=1024:4096']
const LIMITS = ['--ulimit=nproc=4096:4096', '--read-only', '--read-only-tmpfs=false']

/** crun refuses to run where the second version of cgroups lies beside the first. Nobody else sees that it is gone. */
const WITHOUT_HYBRID = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"'

/** podman with its images and containers in one folder. */
export interface Podman {
  /** Runs one of its commands and returns what it says. Throws with its words when it fails. */
  run(args: string[]): string
  /** A container that is under way. */
  start(args: string[]): Container
}

/** A container under way. It gets the signals that it is sent. */
export interface Container {
  output(): string
  /** Its exit code. */
  ended: Promise<number | null>
  child: ChildProcess
}

export function podmanIn(folder: string): Podman {
  const storage = [`--root=${join(folder, 'root')}`, `--runroot=${join(folder, 'run')}`]
  const own = ['podman', ...storage, '--storage-driver=overlay', '--cgroup-manager=cgroupfs']
  const command = ['--mount', '--propagation=private', 'sh', '-c', WITHOUT_HYBRID, 'sh', ...own]
  return {
    run(args) {
      const { status, stdout, stderr } = spawnSync('unshare', [...command, ...args], { encoding: 'utf8' })
      if (status !== 0)
        throw new Error(`podman ${args[0]} ended with ${status}: ${stdout.slice(-2_000)}${stderr}`)
      return stdout
    },
    start(args) {
      const all = [...command, ...RUN, ...LIMITS, ...args]
      const child = spawn('unshare', all, { stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text) => {
          output += text
        })
      }
      const ended = once(child, 'exit').then(([code]) => code as number | null)
      return { output: () => output, ended, child }
    },
  }
}
