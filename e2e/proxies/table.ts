import { Checks, type Outcome } from '../torture/row.ts'

/** A row of the printed table. */
interface TableRow {
  name: string
  run(): Promise<Outcome>
}

/** The rows whose names contain all given words. Throws when there is none. */
export function rowsNamed<Row extends TableRow>(rows: readonly Row[], given: readonly string[]): Row[] {
  const words = given.map((word) => word.toLowerCase())
  const named = rows.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  if (named.length === 0) throw new Error(`no row has these words in its name: ${words.join(' ')}`)
  return named
}

/** The outcome of a row that cannot run here. */
export function skipped(reason: string): Outcome {
  return { figures: '', checks: new Checks(), skipped: reason }
}

/** Runs the rows one after the other and prints a table. Returns the number of rows that did not hold. */
export async function tellTable(rows: readonly TableRow[], about: string): Promise<number> {
  console.log(`| ${about} | figures | |\n| --- | --- | --- |`)
  let failed = 0
  for (const row of rows) {
    const outcome = await outcomeOf(row)
    console.log(`| ${row.name} | ${outcome.figures} | ${verdictOf(outcome)} |`)
    if (outcome.skipped) continue
    for (const fault of outcome.checks.verdict) console.log(`  ! ${row.name}: ${fault}`)
    if (outcome.checks.verdict.length > 0) failed += 1
  }
  return failed
}

async function outcomeOf({ run }: TableRow): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const checks = new Checks()
    checks.tookPlace(0, 1, `run: ${words}`)
    return { figures: 'broke off', checks }
  }
}

function verdictOf({ checks, skipped: reason }: Outcome): string {
  if (reason) return `skipped: ${reason}`
  return checks.verdict.length === 0 ? 'held' : 'BROKEN'
}
