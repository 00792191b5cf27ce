/** `npm run torture`: does every fault of the table to the built server and tells what held. `--short`: in a minute. */
import { writeFileSync } from 'node:fs'
import { clients } from './clients.ts'
import { clock } from './clock.ts'
import { crowd } from './crowd.ts'
import { damage } from './damage.ts'
import { deletion } from './deletion.ts'
import { desk } from './desk.ts'
import { disk } from './disk.ts'
import { folders } from './folders.ts'
import { kill } from './kill.ts'
import { mail } from './mail.ts'
import { midJob } from './midJob.ts'
import { misconfigured } from './misconfigured.ts'
import { runMutations } from './mutations.ts'
import { powerCut } from './powerCut.ts'
import { providers } from './providers.ts'
import { restarts } from './restarts.ts'
import { Checks, type Outcome, type Row } from './row.ts'
import { second } from './second.ts'
import { sigterm } from './sigterm.ts'
import { takeover } from './takeover.ts'
import { timing } from './timing.ts'
import { provideTools } from './tools.ts'

/** Beside each other in the short form: most of their time they wait, the first ones longest. */
const ROWS: Row[] = [
  takeover,
  restarts,
  deletion,
  desk,
  kill,
  powerCut,
  midJob,
  disk,
  damage,
  second,
  folders,
  clock,
  mail,
  misconfigured,
  providers,
  sigterm,
  clients,
  timing,
  crowd,
]

interface Told {
  row: Row
  outcome: Outcome
  seconds: number
}

async function torture(row: Row, isShort: boolean): Promise<Told> {
  const begun = performance.now()
  const outcome = await row.run({ isShort }).catch((error: unknown) => {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const checks = new Checks()
    checks.tookPlace(0, 1, `run: ${words}`)
    return { figures: 'broke off', checks }
  })
  return { row, outcome, seconds: (performance.now() - begun) / 1_000 }
}

function tell({ row, outcome, seconds }: Told): void {
  const { figures, checks, skipped } = outcome
  const broken = skipped ? [] : checks.verdict
  const verdict = skipped ? `skipped: ${skipped}` : broken.length === 0 ? 'held' : 'BROKEN'
  console.log(`| ${row.fault} | ${figures} | ${verdict} | ${seconds.toFixed(0)} s |`)
  for (const words of broken) console.log(`  ! ${row.name}: ${words}`)
}

const { values, names } = readArguments(process.argv.slice(2))
if (process.argv.includes('--mutations')) process.exit(runMutations(names) ? 0 : 1)
const rows = ROWS.filter(({ name }) => names.length === 0 || names.includes(name))
provideTools()
console.log('| fault | figures | | took |\n| --- | --- | --- | --- |')
const told: Told[] = []
const waiting = [...rows]
await Promise.all(
  Array.from({ length: values.isShort ? 4 : 1 }, async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const one = await torture(row, values.isShort)
      tell(one)
      told.push(one)
    }
  }),
)
const failed = told.filter(({ outcome }) => !outcome.skipped && outcome.checks.verdict.length > 0).length
const skipped = told.filter(({ outcome }) => outcome.skipped !== undefined).length
const passed = told.length - failed - skipped
console.log(`\n${passed} held, ${failed} broken${skipped > 0 ? `, ${skipped} skipped` : ''}`)
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed, skipped }))
// A row that broke off may have left somebody behind who goes on for ever.
process.exit(failed === 0 ? 0 : 1)

function readArguments(given: string[]) {
  const report = given.find((word) => word.startsWith('--report='))?.slice('--report='.length)
  const values = { isShort: given.includes('--short'), report }
  return { values, names: given.filter((word) => !word.startsWith('--')) }
}
