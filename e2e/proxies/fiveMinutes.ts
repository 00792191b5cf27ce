import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../standins/server.ts'
import { Visitor } from '../standins/visitor.ts'
import { Checks, type Outcome } from '../torture/row.ts'
import { until } from '../torture/victim.ts'
import { ask } from './ask.ts'
import { adapt, printedBlock } from './blocks.ts'
import type { ProxyRow } from './rows.ts'
import { startNginxAsItIs } from './startProxies.ts'

const STARTS_WITHIN_MS = 60_000

interface Ports {
  proxy: number
  doorman: number
  site: number
}

/** Starts the two printed lines as background processes. The site serves `folder`, which also gets the data file. */
function startLines(ports: Ports, folder: string): ChildProcess[] {
  const lines = adapt(printedBlock('sh', 'npm start\npython3'), {
    'localhost:8080': `localhost:${ports.proxy}`,
    ' 8000': ` ${ports.site}`,
  })
  const [doorman = '', site = ''] = lines.trim().split('\n')
  const own = { PORT: String(ports.doorman), DATA_FILE: join(folder, 'data/doorman.json') }
  const start = (line: string, cwd?: string) =>
    spawn('sh', ['-c', line], { cwd, env: { ...process.env, ...own }, stdio: 'ignore', detached: true })
  return [start(doorman), start(site, folder)]
}

/** Ends the processes and their children. */
async function end(children: ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.pid === undefined) continue
    const ended = once(child, 'exit')
    process.kill(-child.pid, 'SIGTERM')
    await ended
  }
}

/** The README's block with its first four lines replaced, as SITE.md says. */
function nginxBlock({ proxy, doorman, site }: Ports): string {
  const [first = '', ...lines] = printedBlock('nginx', 'auth_request /ask-doorman').split('\n')
  const block = [first, `  listen 127.0.0.1:${proxy};`, ...lines.slice(4)].join('\n')
  return adapt(block, { '127.0.0.1:3000': `127.0.0.1:${doorman}`, '127.0.0.1:8000': `127.0.0.1:${site}` })
}

/** Visits the site, signs in through the stand-in for GitHub, and visits the site again. Returns the request count. */
async function visit(port: number, checks: Checks): Promise<number> {
  const origin = `http://localhost:${port}`
  const ada = new Visitor(origin)
  const page = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', Accept: 'text/html' }
  const before = await ask(`${origin}/`, { port, headers: page })
  const expected = `${origin}/door/?returnTo=${encodeURIComponent(`${origin}/`)}`
  checks.that(before.status === 302 && before.location === expected, `before: ${JSON.stringify(before)}`)
  const consentPage = (await ada.get('/door/auth/github?returnTo=/')).headers.get('location') ?? ''
  const back = await ada.get(await ada.choose(consentPage, 'ada'))
  checks.that(back.headers.get('location') === '/', `back: ${back.headers.get('location')}`)
  const site = await ada.get('/')
  const words = await site.text()
  checks.that(site.status === 200 && words.includes('hello.txt'), `the site: ${site.status} ${words}`)
  return 4
}

async function fiveMinutes(): Promise<Outcome> {
  const checks = new Checks()
  const [proxy, doorman, site] = [await freePort(), await freePort(5), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'doorman-five-minutes-'))
  writeFileSync(join(folder, 'hello.txt'), 'Hello')
  const ports = { proxy, doorman, site }
  const children = startLines(ports, folder)
  try {
    const isReady = (address: string) =>
      fetch(address).then(
        ({ ok }) => ok,
        () => false,
      )
    const begun = performance.now()
    for (const address of [`http://localhost:${doorman}/door/readyz`, `http://127.0.0.1:${site}/`]) {
      await until(() => isReady(address), `${address} answers`, STARTS_WITHIN_MS)
    }
    const seconds = Math.round((performance.now() - begun) / 1_000)
    const nginx = await startNginxAsItIs(proxy, nginxBlock(ports))
    try {
      checks.tookPlace(await visit(proxy, checks), 4, 'requests answered')
    } finally {
      await nginx.close()
    }
    return { figures: `up after ${seconds} s, signed in, and at the site`, checks }
  } finally {
    await end(children)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The chapter "In five minutes, without a domain" of SITE.md. */
export const FIVE_MINUTES: ProxyRow = { name: 'nginx, in five minutes', proxy: 'nginx', run: fiveMinutes }
