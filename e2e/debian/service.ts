import type { Checks } from '../torture/row.ts'
import { until } from '../torture/victim.ts'
import type { Machine } from './machine.ts'
import type { Tree } from './tree.ts'

/** The number of accounts in the data file. */
export const ACCOUNTS = 5

/** A machine on which the server runs as the service `doorman`. */
export interface Service {
  tree: Tree
  machine: Machine
  checks: Checks
  /** The path of the server's `.env` on the host. */
  env: string
}

/** Waits until `/readyz` answers `status`. Returns the milliseconds. Throws with the log when it takes too long. */
export async function ready(machine: Machine, status = 200): Promise<number> {
  const begun = performance.now()
  try {
    await until(() => machine.ask('/readyz') === status, `/readyz answers ${status}`)
  } catch (cause) {
    throw new Error(machine.try('systemctl status doorman; journalctl -u doorman -n 20').text, { cause })
  }
  return Math.round(performance.now() - begun)
}

/** A property of the unit, as `systemctl show` prints it. */
export function show(machine: Machine, property: string): string {
  return machine.run(`systemctl show doorman --value --property=${property}`).trim()
}
