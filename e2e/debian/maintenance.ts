import { setTimeout as sleep } from 'node:timers/promises'
import { adapt, printedBlock } from '../proxies/blocks.ts'
import type { Copy } from './copy.ts'
import { ACCOUNTS, ready, type Service } from './service.ts'

/** Runs doctor, backup and restore on the data file, as the server's user. */
export function backup({ machine, checks }: Service): string {
  const [prepare = '', doctor = ''] = printedBlock('sh', 'npm run doctor').split(/\n(?=runuser)/)
  machine.run(prepare)
  const said = machine.try(doctor).text
  checks.that(/^ok +store: .*doorman\.json/m.test(said), `doctor: ${said}`)
  const [save = '', restore = ''] = printedBlock('sh', '2026-11-28\nnpm run restore').trim().split('\n')
  const asUser = (line: string) => adapt(doctor, { 'npm run doctor': line })
  const saved = machine.run(asUser(save))
  checks.that(saved.includes(`${ACCOUNTS} accounts`), `backup: ${saved}`)
  checks.that(machine.try(asUser(restore)).status !== 0, 'restore is not refused while the server runs')
  machine.run('systemctl stop doorman')
  const restored = machine.run(asUser(restore))
  checks.that(restored.includes(`${ACCOUNTS} accounts`), `restore: ${restored}`)
  machine.run('systemctl start doorman')
  return `doctor, backup and restore of ${ACCOUNTS} accounts`
}

/** Upgrades to a newer commit. The machine has no network, so npm takes the packages from its cache. */
export async function upgrade({ machine, checks }: Service, copy: Copy): Promise<string> {
  await ready(machine)
  const newer = copy.commit('A newer version')
  const begun = performance.now()
  machine.run(`export npm_config_offline=true\n${printedBlock('sh', 'git pull')}`)
  const seconds = Math.round((performance.now() - begun) / 1_000)
  const head = machine.run('git -C /srv/doorman rev-parse HEAD').trim()
  checks.that(head === newer, `the version after the upgrade is ${head}`)
  await sleep(1_000)
  checks.that(machine.ask('/readyz') === 200, 'not ready after the upgrade')
  return `upgraded within ${seconds} s`
}
