/**
 * `npm run proxies`: runs real proxies with the configurations that the README and the pages in .readme/ print.
 *
 * Some rows replace servers under load and count the dropped requests. Others check which requests the proxy lets
 * through to a site that Doorman guards. As root, missing proxies are installed from Debian; otherwise their rows are
 * skipped. `-- WORD …` selects the rows that contain all words.
 */
import { FIVE_MINUTES } from './fiveMinutes.ts'
import { GATES } from './gates.ts'
import { findProxy, provideProxies } from './proxy.ts'
import { REDIRECTS } from './redirects.ts'
import { ROWS } from './rows.ts'
import { rowsNamed, skipped, tellTable } from './table.ts'

const rows = rowsNamed([...ROWS, REDIRECTS, FIVE_MINUTES, ...GATES], process.argv.slice(2))
provideProxies([...new Set(rows.map(({ proxy }) => proxy))])
const failed = await tellTable(
  rows.map(({ name, proxy, run }) => ({
    name,
    run: async () => (findProxy(proxy) ? run() : skipped(`${proxy} is not installed`)),
  })),
  'proxy',
)
// A row that threw may have left a timer or a process that would keep this process alive.
process.exit(failed === 0 ? 0 : 1)
