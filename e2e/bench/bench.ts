/**
 * `npm run bench`: measures the built server and bare Koa in turns, and prints a table. `-- NAME` runs only that bench,
 * and `-- --short` runs the short form. `--file` or `--postgres` measures only that store. The PostgreSQL server is the
 * one at TEST_DATABASE_URL; without it, this program starts its own, on the core of the load.
 */
import { startDatabaseServer } from '../support/database.ts'
import { leaveServerCore } from './cores.ts'
import { postgresOn } from './fillDatabase.ts'
import { http } from './http.ts'
import { memory } from './memory.ts'
import { reminder } from './reminder.ts'
import { type Bench, type Effort, tableHead, tableLine } from './row.ts'
import { signIn } from './signIn.ts'
import { soak } from './soak.ts'
import { start } from './start.ts'
import { file, type StoreUnderTest } from './stores.ts'

const BENCHES: Bench[] = [http, reminder, signIn, start, memory, soak]

const FULL: Effort = { rounds: 5, seconds: 3, warmUpSeconds: 2 }
const SHORT: Effort = { rounds: 2, seconds: 2, warmUpSeconds: 1 }

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('--'))
const effort = words.includes('--short') ? SHORT : FULL
const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name))
if (unknown) throw new Error(`no benchmark '${unknown}', only ${BENCHES.map(({ name }) => name).join(', ')}`)
const chosen = BENCHES.filter(({ name, isOptional }) =>
  names.length === 0 ? !isOptional : names.includes(name),
)

async function measure(store: StoreUnderTest): Promise<void> {
  for (const bench of chosen) {
    for (const line of await bench.run(store, effort)) console.log(tableLine(line))
  }
}

async function measureDatabase(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL
  const database = given ? undefined : await startDatabaseServer(['shared_buffers=256MB'])
  try {
    await measure(postgresOn(given ?? database?.url ?? ''))
  } finally {
    await database?.close()
  }
}

leaveServerCore()
console.log(tableHead())
if (!words.includes('--postgres')) await measure(file)
if (!words.includes('--file')) await measureDatabase()
process.exit(0)
