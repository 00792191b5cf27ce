/**
 * `npm run proxies`: runs real proxies with the configurations that the README and the pages in .readme/ print.
 *
 * Some rows replace servers under load and count the dropped requests. Others check which requests the proxy lets
 * through to a site that Doorman guards. As root, missing proxies are installed from Debian; otherwise their rows are
 * skipped. `-- WORD …` selects the rows that contain all words.
 */
import { Checks, type Outcome } from '../torture/row.ts'
import { GATES } from './gates.ts'
import { findProxy, provideProxies } from './proxy.ts'
import { type ProxyRow, ROWS } from './rows.ts'

async function outcomeOf({ proxy, run }: ProxyRow): Promise<Outcome> {
  if (!findProxy(proxy)) return { figures: '', checks: new Checks(), skipped: `${proxy} is not installed` }
  try {
    return await run()
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const checks = new Checks()
    checks.tookPlace(0, 1, `run: ${words}`)
    return { figures: 'broke off', checks }
  }
}

function verdictOf({ checks, skipped }: Outcome): string {
  if (skipped) return `skipped: ${skipped}`
  return checks.verdict.length === 0 ? 'held' : 'BROKEN'
}

const words = process.argv.slice(2).map((word) => word.toLowerCase())
const rows = [...ROWS, ...GATES].filter(({ name }) =>
  words.every((word) => name.toLowerCase().includes(word)),
)
if (rows.length === 0) throw new Error(`no row has these words in its name: ${words.join(' ')}`)
provideProxies([...new Set(rows.map(({ proxy }) => proxy))])
console.log('| proxy | figures | |\n| --- | --- | --- |')
let failed = 0
for (const row of rows) {
  const outcome = await outcomeOf(row)
  console.log(`| ${row.name} | ${outcome.figures} | ${verdictOf(outcome)} |`)
  if (outcome.skipped) continue
  for (const fault of outcome.checks.verdict) console.log(`  ! ${row.name}: ${fault}`)
  if (outcome.checks.verdict.length > 0) failed += 1
}
// A row that threw may have left a timer or a process that would keep this process alive.
process.exit(failed === 0 ? 0 : 1)
