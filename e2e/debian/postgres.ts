import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { adapt, printedBlock } from '../proxies/blocks.ts'
import type { Machine } from './machine.ts'
import { ready, type Service, show } from './service.ts'
import { fillIn } from './settings.ts'

const DATABASE_URL = 'postgres://doorman:secret@localhost:5432/doorman'

const FOLDER = '/var/lib/doorman'

/** Moves the accounts to PostgreSQL, starts the server before the database, and tests both kinds of backup. */
export async function tryPostgres(service: Service): Promise<string> {
  const { machine, env } = service
  machine.run('systemctl start postgresql')
  machine.run(`psql -qc "create role doorman login password 'secret'"`, 'postgres')
  const [create = '', load = ''] = printedBlock('sh', 'createdb').trim().split('\n')
  machine.run(create, 'postgres')
  machine.run('systemctl stop doorman')
  const words = { 'postgres://…': DATABASE_URL, 'data/doorman.json': `${FOLDER}/doorman.json` }
  const imported = asUser(machine, adapt(load, words))
  service.checks.that(/compared/.test(imported), `import: ${imported}`)
  fillIn(env, { DATABASE_URL })
  const figures = [await startBefore(service), await withCommands(service), await withPgDump(service)]
  fillIn(env, { DATABASE_URL: '' })
  machine.run('systemctl restart doorman')
  return figures.join('; ')
}

/** Runs a script as the server's user in the folder of the project. */
function asUser(machine: Machine, script: string): string {
  return machine.run(`cd /srv/doorman && export HOME=${FOLDER}\n${script}`, 'doorman')
}

/** Starts the unit while PostgreSQL is stopped. */
async function startBefore({ machine, checks }: Service): Promise<string> {
  machine.run('systemctl stop postgresql')
  machine.run('systemctl start doorman')
  await ready(machine, 503)
  const before = show(machine, 'NRestarts')
  await sleep(5_000)
  checks.that(machine.ask('/healthz') === 200, '/healthz does not answer 200 while the database is away')
  checks.that(machine.ask('/readyz') === 503, '/readyz does not answer 503 while the database is away')
  const log = machine.run('journalctl -u doorman --no-pager -n 5')
  checks.that(/wait/.test(log), `the log does not say that the server waits: ${log}`)
  machine.run('systemctl start postgresql')
  const ms = await ready(machine)
  checks.that(show(machine, 'NRestarts') === before, 'the server ended while the database was away')
  return `started 5 s before PostgreSQL: waited, ready ${ms} ms after it`
}

function countPeople(machine: Machine): string {
  return machine.run(`psql -Atc 'select count(*) from users' '${DATABASE_URL}'`).trim()
}

async function withCommands({ machine, checks }: Service): Promise<string> {
  const [save = '', restore = ''] = printedBlock('sh', 'while the servers run').trim().split('\n')
  asUser(machine, save)
  const before = countPeople(machine)
  machine.run('systemctl stop doorman')
  const said = asUser(machine, restore)
  checks.that(countPeople(machine) === before, `restore: ${said}`)
  machine.run('systemctl start doorman')
  await ready(machine)
  return `backup and restore of ${before} accounts in PostgreSQL`
}

/** Deletes an account after the dump was made: the restore must not bring it back. */
async function withPgDump({ tree, machine, checks }: Service): Promise<string> {
  const inFolder = (script: string) =>
    machine.run(`cd ${FOLDER} && export DATABASE_URL='${DATABASE_URL}'\n${script}`, 'doorman')
  const before = Number(countPeople(machine))
  inFolder(printedBlock('sh', 'pg_dump'))
  const desk = (words: string) =>
    asUser(machine, `DESK_URL=http://127.0.0.1:3000 npm run --silent desk -- ${words}`)
  const [id = ''] = /[0-9a-f-]{36}/.exec(desk('people resident0 --json')) ?? []
  desk(`delete ${id} --username resident0`)
  await waitUntilDeleted(machine, id)
  inFolder(printedBlock('sh', 'copy tombstones'))
  machine.run('systemctl stop doorman')
  machine.run('dropdb doorman', 'postgres')
  machine.run(printedBlock('sh', 'createdb').trim().split('\n')[0] ?? '', 'postgres')
  writeFileSync(join(tree.folder, FOLDER, 'delete-again.sql'), printedBlock('sql', 'tombstones'))
  inFolder(printedBlock('sh', 'pg_restore'))
  const gone = machine
    .run(`psql -Atc "select count(*) from users where id = '${id}'" '${DATABASE_URL}'`)
    .trim()
  const left = Number(countPeople(machine))
  checks.that(gone === '0', 'somebody who was deleted is there again')
  checks.that(left === before - 1, `${left} of ${before} are left`)
  machine.run('systemctl start doorman')
  await ready(machine)
  return `pg_dump and pg_restore: ${left} of ${before}, without the one who was deleted since`
}

async function waitUntilDeleted(machine: Machine, id: string): Promise<void> {
  const query = `psql -Atc "select count(*) from tombstones where user_id = '${id}'" '${DATABASE_URL}'`
  for (let tries = 0; tries < 100; tries++) {
    if (machine.run(query).trim() === '1') return
    await sleep(200)
  }
  throw new Error(`not deleted: ${machine.run('journalctl -u doorman --no-pager -n 10')}`)
}
