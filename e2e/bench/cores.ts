import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const canPin = existsSync('/usr/bin/taskset') && availableParallelism() > 1

/** Comes before the command of a server: it has a core to itself, with its threads. */
export const ON_SERVER_CORE: readonly string[] = canPin ? ['taskset', '-c', '0'] : []

/** Moves this process, and with it the load, the stand-ins and the mail server, to the other core. */
export function leaveServerCore(): void {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)])
  else console.log('One core, or no taskset: server and load share what there is.\n')
}
