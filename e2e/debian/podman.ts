import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Containers get no cgroups, and limits that are low enough for a machine without CAP_SYS_RESOURCE. */
const RUN = ['run', '--rm', '--network=host', '--cgroups=disabled', '--ulimit=nofile=1024:4096']
const LIMITS = ['--ulimit=nproc=4096:4096', '--read-only', '--read-only-tmpfs=false']

/** crun refuses hybrid cgroups. `unshare` keeps the unmounting from other processes. */
const WITHOUT_HYBRID = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"'

/** podman, with its images and containers in one folder. */
export interface Podman {
  /** Runs a podman command and returns its output. Throws with the output when the command fails. */
  run(args: string[]): string
  /** Starts a container in the foreground. */
  start(args: string[]): Container
}

/** A running container. podman passes signals to `child` on to it. */
export interface Container {
  output(): string
  /** The exit code of the container. */
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
