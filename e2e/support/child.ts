import { type ChildProcess, spawn } from 'node:child_process'

/** Longer than the server needs to finish its requests and jobs. */
const STOPS_WITHIN_MS = 15_000

/** Preloaded into the child: it stops the child when this process is killed. */
const END_WITH_PARENT = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.kill(process.pid, 'SIGTERM')); process.channel?.unref()",
)}`

/** A child process that ends with this process. */
export interface Child {
  /** The exit code; 1 if a signal ended the child. */
  ended: Promise<number>
  stop(signal: NodeJS.Signals): void
}

/** Runs `node ARGS`, and passes the first SIGINT or SIGTERM on to it. */
export function runChild(args: string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, [END_WITH_PARENT, ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A process group of its own. Otherwise Ctrl-C signals the child twice, from the terminal and from here, and the
    // second signal kills it.
    detached: true,
  })
  const ended = endOf(child)
  let isStopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return
    isStopping = true
    child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A closed terminal sends SIGHUP, which the server does not handle.
    process.on(signal, () => stop(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  }
  return { ended, stop }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
