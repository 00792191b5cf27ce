import type { Checks } from '../torture/row.ts'
import type { Guarded } from './guarded.ts'
import { acceptsPython, provideJwt } from './verifyInPython.ts'

/** Headers that a browser sends to impersonate somebody. WSGI, PHP and CGI read `_` in a name as `-`. */
export const LIES = {
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

/** The headers of a browser that opens a page. */
export const PAGE = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', Accept: 'text/html' }

/** The headers of a script that calls the site. */
export const FETCH = { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-origin', Accept: '*/*' }

/** The headers of a script that opens a WebSocket. */
const SOCKET = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
  'Sec-Fetch-Mode': 'websocket',
}

/** Signed out: pages lead to the sign-in page, other requests get 401, and no request reaches the site. */
export async function trySignedOut(guarded: Guarded, checks: Checks): Promise<void> {
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

/** Signed in: every request reaches the site, with Doorman's Remote-* headers and none of the browser's. */
export async function trySignedIn({ ask, cookie, seen }: Guarded, checks: Checks): Promise<void> {
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

/** The public part of the site: every request reaches it, without Remote-* headers of the browser. */
export async function tryOpen({ ask, seen, cookie }: Guarded, checks: Checks): Promise<void> {
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

/**
 * The assertion has the site as its audience, and the printed lines for Python accept it. Returns words for the table
 * about Python, which may be missing.
 */
export async function tryAssertion(
  { ask, cookie, seen, publicUrl, origin, doormanUrl }: Guarded,
  checks: Checks,
): Promise<string> {
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

/** While Doorman is stopped, no request reaches the site. */
export async function tryWithoutDoorman(
  { ask, cookie, seen, stopDoorman }: Guarded,
  checks: Checks,
): Promise<void> {
  await stopDoorman()
  const { status } = await ask('/members', { headers: { ...PAGE, Cookie: cookie } })
  checks.that(status >= 500, `without Doorman: ${status}`)
  checks.none(seen, 'requests reached the site while Doorman was away')
}

/** With the printed lines for CORS, a preflight reaches the site, without Remote-* headers of the browser. */
export async function tryPreflight({ ask, seen }: Guarded, checks: Checks): Promise<void> {
  const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PUT', ...LIES }
  const { status } = await ask('/api/things', { method: 'OPTIONS', headers })
  checks.that(status === 200, `preflight: ${status}`)
  checks.that(seen.length === 1 && seen[0]?.method === 'OPTIONS', 'the preflight did not reach the site')
  checks.none(
    seen.flatMap(({ lies }) => lies),
    'headers of the browser came with the preflight',
  )
}

/** The lines for CORS let no other request through. */
export async function trySignedOutButPreflight({ ask, seen }: Guarded, checks: Checks): Promise<void> {
  for (const method of ['GET', 'POST', 'PUT']) {
    const headers = { ...FETCH, 'X-Forwarded-Method': 'OPTIONS', 'X-HTTP-Method-Override': 'OPTIONS' }
    const { status } = await ask('/members', { method, headers })
    checks.that(status === 401, `${method} beside preflights: ${status}`)
  }
  checks.none(seen, 'requests reached the site signed out')
}
