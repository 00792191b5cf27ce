import { Checks, type Outcome } from '../torture/row.ts'
import { adapt, printedBlock } from './blocks.ts'
import { type Guarded, withGuarded } from './guarded.ts'
import type { ProxyName, RunningProxy } from './proxy.ts'
import type { ProxyRow } from './rows.ts'
import { startCaddy, startHaproxy, startNginx } from './startProxies.ts'
import { acceptsPython, provideJwt } from './verifyInPython.ts'

/** What a browser sends to be taken for another; the last ones are the same to WSGI, PHP and CGI. */
const LIES = {
  'Remote-User': 'liar',
  'remote-username': 'liar',
  'REMOTE-NAME': 'liar',
  'Remote-Email': 'liar@example.org',
  'Remote-Assertion': 'liar',
  Remote_User: 'liar',
  remote_username: 'liar',
  REMOTE_NAME: 'liar',
  Remote_Email: 'liar@example.org',
  Remote_Assertion: 'liar',
  'Remote-_User': 'liar',
}

const NAMES = ['remote-user', 'remote-username', 'remote-name', 'remote-email', 'remote-assertion']

const PAGE = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', Accept: 'text/html' }
const FETCH = { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-origin', Accept: '*/*' }
const SOCKET = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
  'Sec-Fetch-Mode': 'websocket',
}

/** A proxy with its block, as printed, on a port, for servers on other ports than the printed ones. */
type Start = (ports: Guarded['ports'], change?: (block: string) => string) => Promise<RunningProxy>

const here = (block: string, { doorman, site }: Guarded['ports']) =>
  adapt(block, { '127.0.0.1:3000': `127.0.0.1:${doorman}`, '127.0.0.1:8000': `127.0.0.1:${site}` })

const nginx: Start = (ports, change = (block) => block) =>
  startNginx(ports.proxy, here(change(printedBlock('nginx', 'auth_request /ask-doorman')), ports))

const caddy: Start = (ports, change = (block) => block) =>
  startCaddy(ports.proxy, here(change(printedBlock('caddyfile', 'request_header -Remote-')), ports))

const haproxy: Start = (ports) =>
  startHaproxy(ports.proxy, here(printedBlock('haproxy', 'del-header'), ports))

/** The printed block with the printed lines that let CORS preflights through. */
const PREFLIGHTS = {
  nginx: (block: string) =>
    adapt(block, {
      'location = /ask-doorman {\n': `location = /ask-doorman {\n${printedBlock('nginx', 'OPTIONS')}`,
    }),
  caddy: (block: string) =>
    adapt(block, { '    forward_auth 127.0.0.1:3000 {\n': printedBlock('caddyfile', '@not_preflight') }),
}

/** Signed out: led to the sign-in page and back, or told no; nothing reaches the site. */
async function trySignedOut(guarded: Guarded, checks: Checks): Promise<void> {
  const { ask, publicUrl, origin, seen } = guarded
  const expected = `${publicUrl}/?returnTo=${encodeURIComponent(`${origin}/members?a=1&b=2`)}`
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await ask('/members?a=1&b=2', { method, headers: { ...PAGE, ...LIES } })
    checks.that(status === 302 && headers.location === expected, `${method}: ${status} ${headers.location}`)
  }
  const door = await ask(expected.slice(origin.length), { headers: PAGE })
  checks.that(door.status === 200 && door.body.includes('<html'), `the sign-in page: ${door.status}`)
  const refused = [
    { headers: FETCH },
    { headers: SOCKET },
    { method: 'POST', headers: { ...PAGE, 'Content-Type': 'text/plain' }, body: 'x=1' },
    {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PUT' },
    },
    { headers: { ...FETCH, Cookie: '__Host-session=liar' } },
  ]
  for (const question of refused) {
    const { status, headers } = await ask('/members', question)
    const isRefused = status === 401 && headers.location === undefined
    checks.that(isRefused, `${JSON.stringify(question)}: ${status} ${headers.location}`)
  }
  checks.none(seen, 'requests reached the site signed out')
}

/** Signed in: the site gets what Doorman says, once, and nothing else under these names. */
async function trySignedIn({ ask, cookie, seen }: Guarded, checks: Checks): Promise<void> {
  const body = 'a form of the site'
  const questions = [
    { headers: { ...PAGE, ...LIES, Cookie: cookie } },
    { headers: { ...FETCH, ...LIES, Cookie: cookie } },
    { method: 'POST', headers: { ...LIES, Cookie: cookie, 'Content-Type': 'text/plain' }, body },
    { headers: { ...SOCKET, ...LIES, Cookie: cookie } },
  ]
  for (const question of questions) {
    const { status } = await ask('/members?a=1', question)
    checks.that(status === 200 || status === 101, `signed in: ${status}`)
  }
  checks.that(seen.length === questions.length, `${seen.length} of ${questions.length} reached the site`)
  checks.that(seen[2]?.body === body, 'the body of a POST is lost')
  for (const { headers, lies } of seen) {
    checks.none(lies, 'headers of the browser reached the site')
    checks.that(headers['remote-username'] === 'ada', `username ${headers['remote-username']}`)
    checks.that(headers['remote-email'] === 'ada@example.org', `address ${headers['remote-email']}`)
    for (const name of NAMES) checks.that(Boolean(headers[name]), `${name} is missing`)
  }
}

/** What is open to everybody gets nothing under these names either. */
async function tryOpen({ ask, seen, cookie }: Guarded, checks: Checks): Promise<void> {
  for (const headers of [
    { ...PAGE, ...LIES },
    { ...PAGE, ...LIES, Cookie: cookie },
  ]) {
    const { status } = await ask('/public/style.css', { headers })
    checks.that(status === 200, `/public/: ${status}`)
  }
  checks.that(seen.length === 2, `${seen.length} of 2 reached the open part`)
  checks.none(
    seen.flatMap(({ lies }) => lies),
    'headers of the browser reached the open part of the site',
  )
}

/** The audience is the site's own, and so the lines for Python accept what the site gets. */
async function tryAssertion({ ask, cookie, seen, publicUrl, origin, doormanUrl }: Guarded, checks: Checks) {
  await ask('/members', { headers: { ...PAGE, Cookie: cookie } })
  const assertion = String(seen[0]?.headers['remote-assertion'])
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString())
  checks.that(claims.iss === publicUrl && claims.aud === origin, `claims ${JSON.stringify(claims)}`)
  if (!provideJwt()) return ', without Python'
  const terms = { assertion, doormanUrl, publicUrl }
  const [isAccepted, isElsewhere] = [
    acceptsPython({ ...terms, origin }),
    acceptsPython({ ...terms, origin: 'https://other.example' }),
  ]
  checks.that(isAccepted, 'Python refuses the assertion')
  checks.that(!isElsewhere, 'Python accepts an assertion for another audience')
  return ', Python agrees'
}

/** While Doorman is away nobody gets in. */
async function tryWithoutDoorman({ ask, cookie, seen, stopDoorman }: Guarded, checks: Checks): Promise<void> {
  await stopDoorman()
  const { status } = await ask('/members', { headers: { ...PAGE, Cookie: cookie } })
  checks.that(status >= 500, `without Doorman: ${status}`)
  checks.none(seen, 'requests reached the site while Doorman was away')
}

type Gate = keyof typeof PREFLIGHTS

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

/** With the printed lines a preflight reaches the site, and says nothing of anybody. */
async function tryPreflight({ ask, seen }: Guarded, checks: Checks): Promise<void> {
  const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PUT', ...LIES }
  const { status } = await ask('/api/things', { method: 'OPTIONS', headers })
  checks.that(status === 200, `preflight: ${status}`)
  checks.that(seen.length === 1 && seen[0]?.method === 'OPTIONS', 'the preflight did not reach the site')
  checks.none(
    seen.flatMap(({ lies }) => lies),
    'headers of the browser came with the preflight',
  )
}

/** The same lines let nothing else through. */
async function trySignedOutButPreflight({ ask, seen }: Guarded, checks: Checks): Promise<void> {
  for (const method of ['GET', 'POST', 'PUT']) {
    const headers = { ...FETCH, 'X-Forwarded-Method': 'OPTIONS', 'X-HTTP-Method-Override': 'OPTIONS' }
    const { status } = await ask('/members', { method, headers })
    checks.that(status === 401, `${method} beside preflights: ${status}`)
  }
  checks.none(seen, 'requests reached the site signed out')
}

/** HAProxy asks nobody: it strips, and leads to both. */
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

/** Every proxy that the pages print in front of a site. */
export const GATES: readonly ProxyRow[] = [
  row('nginx', 'nginx, in front of a site', gate('nginx', nginx)),
  row('caddy', 'Caddy, in front of a site', gate('caddy', caddy)),
  row('haproxy', 'HAProxy, in front of a site', haproxyStrips),
]
