/**
 * `npm run torture`: injects every fault of the table into the built server and reports which checks held. Names as
 * arguments select rows; `--short` runs the short form.
 */
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
import { powerCut } from './powerCut.ts'
import { providers } from './providers.ts'
import { restarts } from './restarts.ts'
import { Checks, type Outcome, type Row } from './row.ts'
import { second } from './second.ts'
import { sigterm } from './sigterm.ts'
import { takeover } from './takeover.ts'
import { timing } from './timing.ts'
import { provideTools } from './tools.ts'

/** In the short form four run at a time, because they mostly wait; those that wait longest come first. */
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

async function torture(row: Row, { isShort }: { isShort: boolean }): Promise<Told> {
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
const rows = names.length === 0 ? ROWS : names.map(rowOf)
provideTools()
console.log('| fault | figures | | took |\n| --- | --- | --- | --- |')
const told: Told[] = []
const waiting = [...rows]
await Promise.all(
  Array.from({ length: values.isShort ? 4 : 1 }, async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const one = await torture(row, values)
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
// A row that threw may have left a timer or a process that would keep this process alive.
process.exit(failed === 0 ? 0 : 1)

/** The row with this name. Throws when there is none, so that a typing error does not pass as a success. */
function rowOf(wanted: string): Row {
  const row = ROWS.find(({ name }) => name === wanted)
  if (!row) throw new Error(`no row '${wanted}', only ${ROWS.map(({ name }) => name).join(', ')}`)
  return row
}

function readArguments(given: string[]) {
  const report = given.find((word) => word.startsWith('--report='))?.slice('--report='.length)
  const values = { isShort: given.includes('--short'), report }
  return { values, names: given.filter((word) => !word.startsWith('--')) }
}
