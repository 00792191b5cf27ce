/** `npm run bench`: measures the built server beside bare Koa, and prints a table. `-- NAME`: that row alone. */
import { leaveServerCore } from './cores.ts'
import { http } from './http.ts'
import { memory } from './memory.ts'
import { reminder } from './reminder.ts'
import { type Bench, tableHead, tableLine } from './row.ts'
import { signIn } from './signIn.ts'
import { start } from './start.ts'

const BENCHES: Bench[] = [http, reminder, signIn, start, memory]

const names = process.argv.slice(2)
const chosen = BENCHES.filter(({ name, isOptional }) =>
  names.length === 0 ? !isOptional : names.includes(name),
)
leaveServerCore()
console.log(tableHead())
for (const bench of chosen) {
  for (const line of await bench.run()) console.log(tableLine(line))
}
process.exit(0)
