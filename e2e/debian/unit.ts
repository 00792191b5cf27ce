import { chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapt, printedBlock } from '../proxies/blocks.ts'
import { fillWithAccounts } from '../torture/accounts.ts'
import { until } from '../torture/victim.ts'
import { ACCOUNTS, ready, type Service, show } from './service.ts'
import { FILLED_IN, fillIn } from './settings.ts'
import type { Tree } from './tree.ts'

/** By default systemd gives up on a unit after five starts within ten seconds. */
const STARTS_OF_DEFAULT_LIMIT = 5

/** Tests the printed unit: start, restart, kill -9, wrong settings, and the lines for less memory. */
export async function tryUnit(service: Service): Promise<string> {
  const steps = [start, restart, kill, refuse, shortOfMemory]
  const figures: string[] = []
  for (const step of steps) figures.push(await step(service))
  return figures.join('; ')
}

/** Starts the unit and checks its restrictions. `journalctl -f` would not end, so the log is printed once. */
async function start({ tree, machine, checks }: Service): Promise<string> {
  const complaints = machine.run('systemd-analyze verify /etc/systemd/system/doorman.service').trim()
  checks.that(complaints === '', `systemd-analyze verify: ${complaints}`)
  machine.run(adapt(printedBlock('sh', 'enable --now doorman'), { ' -f': ' --no-pager' }))
  const ms = await ready(machine)
  machine.run('systemctl stop doorman')
  await settle(tree)
  machine.run('systemctl start doorman')
  await ready(machine)
  const pid = show(machine, 'MainPID')
  const status = machine.run(`cat /proc/${pid}/status`)
  for (const line of [
    'NoNewPrivs:\t1',
    'CapEff:\t0000000000000000',
    'CapBnd:\t0000000000000000',
    'Seccomp:\t2',
  ]) {
    checks.that(status.includes(line), `the process has not ${line}`)
  }
  checks.that(machine.run(`ps -o user= -p ${pid}`).trim() === 'doorman', 'it runs as somebody else')
  const folder = machine.run("stat -c '%U %a' /var/lib/doorman /var/lib/doorman/doorman.json").trim()
  checks.that(folder === 'doorman 700\ndoorman 600', `the folder and the file: ${folder}`)
  for (const path of ['/srv/doorman/x', '/etc/x', '/root/x', '/home/x']) {
    const { status: written } = machine.try(`nsenter --target=${pid} --mount touch ${path}`)
    checks.that(written !== 0, `the process can write ${path}`)
  }
  const [, exposure = 'unknown'] =
    /level for doorman.service: ([\d.]+)/.exec(machine.run('systemd-analyze security --no-pager doorman')) ??
    []
  return `unit ready after ${ms} ms, systemd-analyze verify says nothing, exposure ${exposure}`
}

/** Puts accounts into the data file while the server is stopped. The files must belong to the server's user. */
async function settle({ folder }: Tree): Promise<void> {
  const data = join(folder, 'var/lib/doorman')
  await fillWithAccounts(join(data, 'doorman.json'), ACCOUNTS)
  const { uid, gid } = statSync(data)
  for (const name of readdirSync(data)) chownSync(join(data, name), uid, gid)
}

async function restart({ machine, checks }: Service): Promise<string> {
  machine.run('chmod 600 /srv/doorman/.env && chown root:root /srv/doorman/.env')
  const begun = performance.now()
  machine.run('systemctl stop doorman')
  const stopped = Math.round(performance.now() - begun)
  const result = `${show(machine, 'Result')} ${show(machine, 'ExecMainStatus')}`
  checks.that(result === 'success 0', `stopped with ${result}`)
  machine.run('systemctl start doorman')
  await ready(machine)
  machine.run('systemctl restart doorman')
  const ms = await ready(machine)
  machine.run('chmod 640 /srv/doorman/.env && chown root:doorman /srv/doorman/.env')
  return `stops within ${stopped} ms with success, ready ${ms} ms after a restart, with .env of mode 600`
}

async function kill({ machine, checks }: Service): Promise<string> {
  const [pid, before] = [show(machine, 'MainPID'), Number(show(machine, 'NRestarts'))]
  machine.run(`kill -9 ${pid}`)
  await until(() => ![pid, '0'].includes(show(machine, 'MainPID')), 'systemd starts it again')
  const ms = await ready(machine)
  checks.that(Number(show(machine, 'NRestarts')) === before + 1, 'not one restart after kill -9')
  return `kill -9: started again, ready ${ms} ms later`
}

/** Starts the server with wrong settings. systemd must keep restarting it, so that correcting them is enough. */
async function refuse({ machine, checks, env }: Service): Promise<string> {
  const before = Number(show(machine, 'NRestarts'))
  fillIn(env, { SECRET: 'short', PORT: 'none' })
  machine.try('systemctl restart doorman')
  const starts = () => Number(show(machine, 'NRestarts')) - before
  await until(() => starts() > STARTS_OF_DEFAULT_LIMIT, 'systemd goes on starting it', 60_000)
  const log = machine.run('journalctl -u doorman --no-pager -n 60')
  checks.that(/SECRET/.test(log) && /PORT/.test(log), 'the log does not name the wrong settings')
  checks.that(/status=1\/FAILURE/.test(log), 'the server did not end with 1')
  fillIn(env, { ...FILLED_IN, PORT: '3000' })
  await ready(machine)
  return `wrong settings: ${starts()} starts refused, ready by itself when mended`
}

/** Adds the two lines for less memory under [Service]. */
async function shortOfMemory({ tree, machine, checks }: Service): Promise<string> {
  const folder = join(tree.folder, 'etc/systemd/system/doorman.service.d')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'memory.conf'), `[Service]\n${printedBlock('ini', 'MALLOC_ARENA_MAX')}`)
  machine.run('systemctl daemon-reload && systemctl restart doorman')
  await ready(machine)
  const environment = machine.run(`tr '\\0' '\\n' < /proc/${show(machine, 'MainPID')}/environ`)
  checks.that(
    /^NODE_OPTIONS=--max-semi/m.test(environment) && /^MALLOC_/m.test(environment),
    'lines without effect',
  )
  const kilobytes = machine.run(`grep VmRSS /proc/${show(machine, 'MainPID')}/status`).replace(/\D/g, '')
  return `with the two lines for memory ${Math.round(Number(kilobytes) / 1_000)} MB after the start`
}
