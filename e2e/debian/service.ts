import type { Checks } from '../torture/row.ts'
import { until } from '../torture/victim.ts'
import type { Machine } from './machine.ts'
import type { Tree } from './tree.ts'

/** How many there are in the data file. */
export const ACCOUNTS = 5

/** What the steps work with: a machine on which the server is the service `doorman`. */
export interface Service {
  tree: Tree
  machine: Machine
  checks: Checks
  /** `.env` of the server, as this machine sees it. */
  env: string
}

/** Waits until `/readyz` answers that; the milliseconds that it took. */
export async function ready(machine: Machine, status = 200): Promise<number> {
  const begun = performance.now()
  try {
    await until(() => machine.ask('/readyz') === status, `/readyz answers ${status}`)
  } catch (cause) {
    throw new Error(machine.try('systemctl status doorman; journalctl -u doorman -n 20').text, { cause })
  }
  return Math.round(performance.now() - begun)
}

/** A property of the unit, as systemd shows it. */
export function show(machine: Machine, property: string): string {
  return machine.run(`systemctl show doorman --value --property=${property}`).trim()
}
