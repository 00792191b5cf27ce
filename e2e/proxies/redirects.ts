import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../standins/server.ts'
import { Checks, type Outcome } from '../torture/row.ts'
import { withVictim } from '../torture/victim.ts'
import { ask } from './ask.ts'
import { adapt, printedBlock } from './blocks.ts'
import type { ProxyRow } from './rows.ts'
import { startNginx } from './startProxies.ts'

const TOKEN = 'what Let’s Encrypt looks for'

/** Checks that other addresses redirect to the site, with path and query. Returns the number of requests. */
async function lead(ports: { plain: number; secure: number }, checks: Checks): Promise<number> {
  const there = 'https://www.example.com/account?a=1&b=%2F'
  const ways = [
    ['http://example.com/account?a=1&b=%2F', ports.plain],
    ['http://www.example.com/account?a=1&b=%2F', ports.plain],
    ['https://example.com/account?a=1&b=%2F', ports.secure],
  ] as const
  for (const [way, port] of ways) {
    const { status, location } = await ask(way, { port })
    checks.that(status === 301 && location === there, `${way}: ${status} ${location}`)
  }
  const site = await ask('https://www.example.com/readyz', { port: ports.secure })
  checks.that(site.status === 200, `the site itself: ${site.status}`)
  for (const host of ['example.com', 'www.example.com']) {
    const challenge = await ask(`http://${host}/.well-known/acme-challenge/token`, { port: ports.plain })
    checks.that(challenge.status === 200 && challenge.body === TOKEN, `${host}: ${challenge.status}`)
  }
  return ways.length + 3
}

/** Runs the block for port 80 and the bare domain together with the block for a whole origin. */
function redirects(): Promise<Outcome> {
  return withVictim({ settings: { TRUSTED_PROXIES: '127.0.0.1' } }, async ({ url }) => {
    const checks = new Checks()
    const secure = await freePort(1)
    const ports = { plain: secure + 1, secure }
    const root = mkdtempSync(join(tmpdir(), 'doorman-challenge-'))
    // nginx reads the folder as another user.
    chmodSync(root, 0o755)
    mkdirSync(join(root, '.well-known/acme-challenge'), { recursive: true })
    writeFileSync(join(root, '.well-known/acme-challenge/token'), TOKEN)
    const redirecting = adapt(printedBlock('nginx', 'acme-challenge'), {
      'listen 80;': `listen 127.0.0.1:${ports.plain};`,
      '/var/www/html': root,
    })
    const site = adapt(printedBlock('nginx', 'location / {\n    proxy_pass http://127.0.0.1:3000;'), {
      '127.0.0.1:3000': `127.0.0.1:${new URL(url).port}`,
    })
    const nginx = await startNginx(ports.secure, redirecting + site)
    try {
      const asked = await lead(ports, checks)
      checks.tookPlace(asked, 6, 'addresses asked')
      return { figures: `${asked} addresses, each led where it should`, checks }
    } finally {
      await nginx.close()
      rmSync(root, { recursive: true })
    }
  })
}

/** The redirects from port 80 and the bare domain. */
export const REDIRECTS: ProxyRow = {
  name: 'nginx, port 80 and the bare domain',
  proxy: 'nginx',
  run: redirects,
}
