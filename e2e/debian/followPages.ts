import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapt, printedBlock } from '../proxies/blocks.ts'
import { Checks, type Outcome } from '../torture/row.ts'
import type { Copy } from './copy.ts'
import { boot } from './machine.ts'
import { backup, upgrade } from './maintenance.ts'
import { tryPostgres } from './postgres.ts'
import { tryPrometheus } from './prometheus.ts'
import { FILLED_IN, fillIn } from './settings.ts'
import type { Tree } from './tree.ts'
import { tryUnit } from './unit.ts'

/** Installs Doorman as the pages say, and runs their other blocks up to an upgrade. */
export async function followPages(tree: Tree, copy: Copy): Promise<Outcome> {
  const checks = new Checks()
  tree.run(adapt(printedBlock('sh', 'adduser --system'), { 'YOUR-COPY': '/copy' }))
  const env = join(tree.folder, 'srv/doorman/.env')
  fillIn(env, FILLED_IN)
  const file = join(tree.folder, 'etc/systemd/system/doorman.service')
  writeFileSync(file, printedBlock('ini', '[Unit]'))
  const machine = await boot(tree)
  const service = { tree, machine, checks, env }
  try {
    const figures = [
      await tryUnit(service),
      await tryPrometheus(service),
      backup(service),
      await tryPostgres(service),
      await upgrade(service, copy),
    ]
    checks.tookPlace(figures.length, 5, 'chapters followed')
    return { figures: figures.join('; '), checks }
  } finally {
    await machine.halt()
  }
}
