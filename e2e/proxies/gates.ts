import { Checks, type Outcome } from '../torture/row.ts'
import { adapt, printedBlock } from './blocks.ts'
import {
  FETCH,
  LIES,
  PAGE,
  tryAssertion,
  tryOpen,
  tryPreflight,
  trySignedIn,
  trySignedOut,
  trySignedOutButPreflight,
  tryWithoutDoorman,
} from './gateTries.ts'
import { type Guarded, withGuarded } from './guarded.ts'
import type { ProxyName, RunningProxy } from './proxy.ts'
import type { ProxyRow } from './rows.ts'
import { startCaddy, startHaproxy, startNginx } from './startProxies.ts'

/** Starts a proxy with its printed block. `change` may edit the block before the ports of the test replace its own. */
type Start = (ports: Guarded['ports'], change?: (block: string) => string) => Promise<RunningProxy>

const here = (block: string, { doorman, site }: Guarded['ports']) =>
  adapt(block, { '127.0.0.1:3000': `127.0.0.1:${doorman}`, '127.0.0.1:8000': `127.0.0.1:${site}` })

const nginx: Start = (ports, change = (block) => block) =>
  startNginx(ports.proxy, here(change(printedBlock('nginx', 'auth_request /ask-doorman')), ports))

const caddy: Start = (ports, change = (block) => block) =>
  startCaddy(ports.proxy, here(change(printedBlock('caddyfile', 'request_header -Remote-')), ports))

const haproxy: Start = (ports) =>
  startHaproxy(ports.proxy, here(printedBlock('haproxy', 'del-header'), ports))

/** Adds to a printed block the printed lines that let CORS preflights through. */
const PREFLIGHTS = {
  nginx: (block: string) =>
    adapt(block, {
      'location = /ask-doorman {\n': `location = /ask-doorman {\n${printedBlock('nginx', 'OPTIONS')}`,
    }),
  caddy: (block: string) =>
    adapt(block, { '    forward_auth 127.0.0.1:3000 {\n': printedBlock('caddyfile', '@not_preflight') }),
}

type Gate = keyof typeof PREFLIGHTS

/** Tries a proxy as printed, and then with the printed lines for CORS. */
function gate(name: Gate, start: Start): () => Promise<Outcome> {
  return () =>
    withGuarded(async (guarded) => {
      const checks = new Checks()
      let answered = 0
      const run = async <T>(part: (guarded: Guarded, checks: Checks) => Promise<T>) => {
        guarded.forget()
        const result = await part(guarded, checks)
        answered += guarded.answered()
        return result
      }
      const proxy = await start(guarded.ports)
      let python: string
      try {
        await run(trySignedOut)
        await run(trySignedIn)
        await run(tryOpen)
        python = await run(tryAssertion)
      } finally {
        await proxy.close()
      }
      const open = await start(guarded.ports, PREFLIGHTS[name])
      try {
        await run(tryPreflight)
        await run(trySignedOutButPreflight)
        await run(tryWithoutDoorman)
      } finally {
        await open.close()
      }
      checks.tookPlace(answered, 20, 'requests answered')
      return { figures: `${answered} requests through the gate${python}`, checks }
    })
}

/** HAProxy as printed does not ask Doorman. It removes the browser's Remote-* headers and routes to both servers. */
function haproxyStrips(): Promise<Outcome> {
  return withGuarded(async (guarded) => {
    const checks = new Checks()
    const proxy = await haproxy(guarded.ports)
    const { ask, seen, publicUrl, origin } = guarded
    try {
      for (const headers of [
        { ...PAGE, ...LIES },
        { ...FETCH, ...LIES },
      ]) {
        const { status } = await ask('/members', { headers })
        checks.that(status === 200, `the site: ${status}`)
      }
      const door = await ask(`${publicUrl.slice(origin.length)}/`, { headers: PAGE })
      checks.that(door.status === 200 && door.body.includes('<html'), `the sign-in page: ${door.status}`)
    } finally {
      await proxy.close()
    }
    checks.none(
      seen.flatMap(({ lies }) => lies),
      'headers of the browser reached the site',
    )
    checks.tookPlace(seen.length, 2, 'requests at the site')
    return { figures: `${seen.length} requests stripped`, checks }
  })
}

const row = (proxy: ProxyName, name: string, run: () => Promise<Outcome>): ProxyRow => ({ name, proxy, run })

/** The rows with a proxy in front of a site, one per recipe in the pages for operators. */
export const GATES: readonly ProxyRow[] = [
  row('nginx', 'nginx, in front of a site', gate('nginx', nginx)),
  row('caddy', 'Caddy, in front of a site', gate('caddy', caddy)),
  row('haproxy', 'HAProxy, in front of a site', haproxyStrips),
]
