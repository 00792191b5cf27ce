import { describe, expect, it } from 'vitest'
import { askAsProxy, utf8Of } from '../../e2e/support/asProxy.ts'
import { newDatabase } from '../../e2e/support/testDatabase.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import { Wire } from '../../e2e/support/wire.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>
type Visitor = ReturnType<Site['visitor']>

const AUTH_REQUEST = '/api/authz/auth-request'
const FORWARD_AUTH = '/api/authz/forward-auth'
const BOTH = [AUTH_REQUEST, FORWARD_AUTH]
const NAMES = ['remote-user', 'remote-username', 'remote-name', 'remote-email', 'remote-assertion']

/** The Cookie header of a visitor's browser. */
function cookieOf(visitor: Visitor): string {
  return [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function signedIn(site: Site, person: string, provider = 'github') {
  const visitor = site.visitor()
  await visitor.signIn(provider, person)
  return { visitor, Cookie: cookieOf(visitor) }
}

describe.each(['file', 'postgres'])('a person who is signed in, with the store %s', (store) => {
  async function start(env: Record<string, string> = {}): Promise<Site> {
    return startTestSite({
      env: store === 'postgres' ? { DATABASE_URL: await newDatabase({ isMigrated: true }), ...env } : env,
    })
  }

  it.each(BOTH)('is named in five headers by %s, and in no others', async (path) => {
    const site = await start()
    const { visitor, Cookie } = await signedIn(site, 'ada')
    const user = await userOf(visitor)
    const { status, headers, body } = await askAsProxy(site.url + path, { headers: { Cookie } })
    expect([status, body, headers['content-length']]).toEqual([200, '', '0'])
    expect(headers).toMatchObject({
      'remote-user': user?.id,
      'remote-username': 'ada',
      'remote-name': 'Ada%20Lovelace',
      'remote-email': 'ada@example.org',
      'remote-assertion': expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    })
    expect(headers).not.toHaveProperty('set-cookie')
    expect(headers).not.toHaveProperty('content-type')
  })

  it('gets 401 at once when the account is locked or being deleted, or the session has ended', async () => {
    const site = await start()
    const ada = await signedIn(site, 'ada')
    const ask = ({ Cookie }: { Cookie: string }) =>
      askAsProxy(site.url + AUTH_REQUEST, { headers: { Cookie } })
    const id = String((await ask(ada)).headers['remote-user'])
    const change = (changes: object) =>
      site.store.change(id, ({ account }) => ({
        account: { ...account, user: { ...account.user, ...changes } },
        result: undefined,
      }))

    await change({ lock: { at: new Date().toISOString(), reason: 'spam' } })
    expect((await ask(ada)).status).toBe(401)
    await change({ lock: null })
    expect((await ask(ada)).status).toBe(200)
    await change({ leavingSince: new Date().toISOString() })
    expect((await ask(ada)).status).toBe(401)

    const margaret = await signedIn(site, 'margaret')
    expect((await ask(margaret)).status).toBe(200)
    await margaret.visitor.get('/logout')
    expect((await ask(margaret)).status).toBe(401)
  })
})

describe('the headers of a signed-in person', () => {
  it('are present and empty when there is no value', async () => {
    const site = await startTestSite()
    const { Cookie } = await signedIn(site, 'linus')
    const { headers } = await askAsProxy(site.url + AUTH_REQUEST, { headers: { Cookie } })
    expect(Object.keys(headers).filter((name) => name.startsWith('remote-'))).toEqual(NAMES)
    expect(headers['remote-email']).toBe('')
  })

  it('contain names and addresses outside ASCII, and a name that is cut in the middle of a character', async () => {
    const site = await startTestSite()
    const [person] = site.people
    if (!person?.github) throw new Error('nobody is there')
    person.name = 'Dorothy “Fortran” Vaughan 👩🏽‍💻 <b>Zürich</b> & 東京'
    person.github.emails = [{ email: 'дороти@example.org', primary: true, verified: true }]
    const { Cookie, visitor } = await signedIn(site, person.key)
    const ask = () => askAsProxy(site.url + AUTH_REQUEST, { headers: { Cookie } })
    const first = await ask()
    expect(first.headers['remote-name']).toBe(encodeURIComponent(person.name))
    expect(utf8Of(first.headers['remote-email'])).toBe('дороти@example.org')

    const id = String((await userOf(visitor))?.id)
    await site.store.change(id, ({ account }) => ({
      account: { ...account, user: { ...account.user, username: '東京-ü', name: `${'a'.repeat(9)}\ud83d` } },
      result: undefined,
    }))
    const { status, headers } = await ask()
    expect(status).toBe(200)
    expect(utf8Of(headers['remote-username'])).toBe('東京-ü')
    expect(decodeURIComponent(String(headers['remote-name']))).toBe(`${'a'.repeat(9)}\ufffd`)
  })
})

describe.each(BOTH)('%s', (path) => {
  it('answers every method alike', async () => {
    const site = await startTestSite()
    const { Cookie } = await signedIn(site, 'ada')
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const inside = await askAsProxy(site.url + path, { method, headers: { Cookie } })
      expect([inside.status, inside.headers['remote-username'], inside.body], method).toEqual([
        200,
        'ada',
        '',
      ])
      const outside = await askAsProxy(site.url + path, { method })
      expect([outside.status, outside.body], method).toEqual([401, ''])
      for (const name of NAMES) expect(outside.headers, method).not.toHaveProperty(name)
    }
  })

  it('never waits for a body, whatever its declared length', async () => {
    const site = await startTestSite()
    const { Cookie } = await signedIn(site, 'ada')
    const headers = { Cookie, 'Content-Length': 1_000_000_000, 'Content-Type': 'application/json' }
    const answer = await askAsProxy(site.url + path, {
      method: 'POST',
      headers,
      body: '{"broken',
      isUnfinished: true,
    })
    expect(answer.status).toBe(200)
  })

  it('treats the opening of a WebSocket like any other request', async () => {
    const site = await startTestSite()
    const { Cookie } = await signedIn(site, 'ada')
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
    const browser = {
      ...upgrade,
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-Fetch-Mode': 'websocket',
    }
    const inside = await askAsProxy(site.url + path, { headers: { ...browser, Cookie } })
    expect([inside.status, inside.headers['remote-username']]).toEqual([200, 'ada'])
    expect((await askAsProxy(site.url + path, { headers: browser })).status).toBe(401)
  })

  it('decides by the cookie alone, whatever the forwarded path', async () => {
    const site = await startTestSite({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
    const { Cookie } = await signedIn(site, 'ada')
    const paths = [
      '/',
      '/healthz',
      '/api/session',
      '/auth/github',
      '/logout',
      '/favicon.ico',
      '//',
      '/%2e%2e',
      '*',
    ]
    for (const uri of paths) {
      const headers = { 'X-Forwarded-Uri': uri, 'X-Original-URL': uri, 'X-Forwarded-Proto': 'https' }
      const to = `${site.url}${path}?uri=${encodeURIComponent(uri)}`
      expect((await askAsProxy(to, { headers })).status, uri).toBe(401)
      expect((await askAsProxy(to, { headers: { ...headers, Cookie } })).status, uri).toBe(200)
    }
  })

  it('answers 401 to a cookie without a session', async () => {
    const site = await startTestSite()
    const values = ['', 'nonsense', 'a'.repeat(4_000), '"x"; session=y', '=;;']
    for (const value of values) {
      const headers = { Cookie: `session=${value}` }
      expect((await askAsProxy(site.url + path, { headers })).status, value).toBe(401)
    }
  })
})

describe('the store', () => {
  it('is read once per question', async () => {
    const wire = await Wire.lay(await newDatabase({ isMigrated: true }))
    const site = await startTestSite({ env: { DATABASE_URL: wire.url } })
    const { Cookie } = await signedIn(site, 'ada')
    await site.jobsDone()
    const ask = () => askAsProxy(site.url + AUTH_REQUEST, { headers: { Cookie } })
    await ask()
    const counts: number[] = []
    // The worker looks for jobs meanwhile, over the same connections.
    for (let round = 0; round < 5; round++) {
      const before = wire.roundTrips
      expect((await ask()).status).toBe(200)
      counts.push(wire.roundTrips - before)
    }
    expect(Math.min(...counts)).toBe(1)
    await wire.close()
  })

  it('makes every question a 503, never a yes or a no, when it is unavailable', async () => {
    const wire = await Wire.lay(await newDatabase({ isMigrated: true }))
    const site = await startTestSite({ env: { DATABASE_URL: wire.url }, expectedErrors: /./ })
    const { Cookie } = await signedIn(site, 'ada')
    await wire.close()
    for (const path of BOTH) {
      const headers = { Cookie, Accept: 'text/html' }
      const answer = await askAsProxy(site.url + path, { headers })
      expect([answer.status, answer.body, answer.headers['retry-after']]).toEqual([503, '', '5'])
      expect(answer.headers).not.toHaveProperty('remote-user')
      const told = site.lines.find(({ request }) => request === answer.headers['x-request-id'])
      expect(told).toMatchObject({
        msg: expect.stringContaining('the proxy gets no answer'),
        ...{ method: 'GET', path, status: 503 },
      })
    }
    expect((await askAsProxy(site.url + AUTH_REQUEST)).status).toBe(401)
  })
})

describe('the log', () => {
  const requestLines = ({ lines }: Site) =>
    lines.filter((line) => JSON.stringify(line).includes('/api/authz/')).length

  it.each([
    ['on', 2],
    ['off', 0],
  ])('with ACCESS_LOG=%s has %i lines for two questions', async (ACCESS_LOG, count) => {
    const site = await startTestSite({ env: { ACCESS_LOG } })
    await askAsProxy(site.url + AUTH_REQUEST)
    await askAsProxy(site.url + FORWARD_AUTH, { method: 'POST' })
    expect(requestLines(site)).toBe(count)
  })
})
