import { type ChildProcess, spawn } from 'node:child_process'

/** Longer than the server takes to finish what is under way. */
const STOPS_WITHIN_MS = 15_000

/** Preloaded into the child: when this process dies without a word, the child stops too. */
const END_WITH_PARENT = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.kill(process.pid, 'SIGTERM')); process.channel?.unref()",
)}`

/** A Node process of ours that ends when we are told to. */
export interface Child {
  /** Its exit code, as a shell would put it. */
  ended: Promise<number>
  stop(signal: NodeJS.Signals): void
}

/** Runs `node ARGS`, and passes the first SIGINT or SIGTERM on to it. */
export function runChild(args: string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, [END_WITH_PARENT, ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: else Ctrl-C reaches it twice, from the terminal and from here, and the second one kills it.
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
    // A terminal that is closed says SIGHUP, which the server does not know.
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
