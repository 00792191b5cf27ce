import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const canPin = existsSync('/usr/bin/taskset') && availableParallelism() > 1

/** A command that runs the server on a core of its own, with all its threads. */
export const ON_SERVER_CORE: readonly string[] = canPin ? ['taskset', '-c', '0'] : []

/** Moves this process to the other core. The load, the stand-ins and the mail server run in this process. */
export function leaveServerCore(): void {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)])
  else console.log('One core, or no taskset: server and load share what there is.\n')
}
