/**
 * `npm run bench`: measures the built server beside bare Koa, and prints a table. `-- NAME`: that row alone; `-- --short`:
 * quickly, for a look while working.
 */
import { leaveServerCore } from './cores.ts'
import { http } from './http.ts'
import { memory } from './memory.ts'
import { reminder } from './reminder.ts'
import { type Bench, type Effort, tableHead, tableLine } from './row.ts'
import { signIn } from './signIn.ts'
import { start } from './start.ts'

const BENCHES: Bench[] = [http, reminder, signIn, start, memory]

const FULL: Effort = { rounds: 5, seconds: 3, warmUpSeconds: 2 }
const SHORT: Effort = { rounds: 2, seconds: 2, warmUpSeconds: 1 }

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const effort = process.argv.includes('--short') ? SHORT : FULL
const chosen = BENCHES.filter(({ name, isOptional }) =>
  names.length === 0 ? !isOptional : names.includes(name),
)
leaveServerCore()
console.log(tableHead())
for (const bench of chosen) {
  for (const line of await bench.run(effort)) console.log(tableLine(line))
}
process.exit(0)
