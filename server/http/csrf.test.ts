import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const FORM = 'application/x-www-form-urlencoded'

const MUTATING = [
  ['POST', '/api/reminder', 'email=ada%40example.org'],
  ['POST', '/api/welcome-tweet', 'text=hello'],
  ['DELETE', '/api/welcome-tweet', ''],
  ['POST', '/api/account/address', 'email=ada%40example.com'],
  ['DELETE', '/api/account/address', ''],
  ['POST', '/api/account/address/confirm', 'code=123456'],
  ['POST', '/api/account/pending-connection', ''],
  ['DELETE', '/api/account/pending-connection', ''],
  ['POST', '/api/account/delete', 'username=ada_lovelace'],
  ['POST', '/api/language', 'language=de'],
  ['DELETE', '/api/account/connections/twitter/18151210', ''],
  ['DELETE', '/api/account/sessions', ''],
  ['DELETE', '/api/account/tweet-consents/18151210', ''],
] as const

/** The headers that browsers send when another site caused the request, and some that no browser sends. */
const ELSEWHERE: Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'SITE' },
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
  { 'Sec-Fetch-Site': 'none', Origin: 'https://evil.example' },
  { 'Sec-Fetch-Site': 'nonsense' },
  { Origin: 'https://evil.example' },
  { Referer: 'https://evil.example/SITE' },
  { Origin: 'null' },
  { Origin: 'SITE.evil.example' },
  { Origin: 'SITE:81' },
  { Origin: 'SITE/' },
]

const HERE: Record<string, string>[] = [
  {},
  { Origin: 'SITE' },
  { 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'SITE' },
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
  { 'Sec-Fetch-Site': 'none' },
  { Referer: 'SITE/account' },
]

const TYPES = [FORM, 'application/json', 'text/plain', 'multipart/form-data; boundary=x', '']

/** A site with a person who is signed in through X, has a tweet offer and could get a reminder. */
async function startSite() {
  const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
  const browser = site.visitor()
  await browser.signIn('twitter', 'ada')
  await site.jobsDone()
  // The day's figures are stored within five seconds after what they count, here the sign-in.
  const state = async () => JSON.stringify({ ...(await site.document()), savedAt: 0, counters: [] })
  const of = (headers: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('SITE', site.url)]),
    )
  return { site, browser, state, of }
}

/** Requests of another site: each type with one of the headers, and each header with one of the types. */
const PAIRS = ELSEWHERE.flatMap((headers, index) =>
  TYPES.filter((_type, place) => index === 0 || place === index % TYPES.length).map((type) => ({
    headers,
    type,
  })),
)

describe('a request that another site caused', () => {
  it.each(MUTATING)('has no effect: %s %s', async (method, path, body) => {
    const { site, browser, state, of } = await startSite()
    const before = await state()
    for (const visitor of [browser, site.visitor()]) {
      for (const { headers, type } of PAIRS) {
        const init = { method, headers: { ...of(headers), ...(type && { 'Content-Type': type }) } }
        const response = await visitor.fetch(path, method === 'POST' ? { ...init, body } : init)
        expect(response.status, JSON.stringify(headers)).toBe(403)
      }
    }
    expect(await state()).toBe(before)
    expect(site.mail.mails).toHaveLength(1)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('of our own pages has an effect', async () => {
    for (const headers of HERE) {
      const { browser, of } = await startSite()
      const { username = '' } = (await userOf(browser)) ?? {}
      const response = await browser.post('/api/account/delete', { username }, of(headers))
      expect(response.status, JSON.stringify(headers)).toBe(303)
    }
  })

  it.each(['cross-site', 'same-site', 'nonsense'])('does not sign out (%s)', async (from) => {
    const { browser } = await startSite()
    expect((await browser.get('/logout', { 'Sec-Fetch-Site': from })).status).toBe(403)
    expect(await userOf(browser)).not.toBeNull()
  })

  it.each(['https://evil.example/', `https://${'evil.'.repeat(1_000)}example/`])(
    'does not sign out an older browser',
    async (referrer) => {
      const { browser } = await startSite()
      expect((await browser.get('/logout', { Referer: referrer })).status).toBe(403)
      expect(await userOf(browser)).not.toBeNull()
    },
  )

  it.each(['cross-site', 'same-site'])('connects nothing (%s)', async (from) => {
    const { site, browser } = await startSite()
    const begun = await browser.get('/auth/github?connect=1', { 'Sec-Fetch-Site': from })
    await browser.get(await browser.choose(begun.headers.get('location') ?? '', 'margaret'))
    const ada = site.visitor()
    await ada.signIn('twitter', 'ada')
    expect((await userOf(ada))?.connections).toHaveLength(1)
  })
})

describe('a body that is neither a form nor JSON', () => {
  it.each(['text/plain', 'multipart/mixed; boundary=x', 'application/xml'])(
    'of type %s is read nowhere',
    async (type) => {
      const { browser, state } = await startSite()
      const before = await state()
      for (const [method, path, body] of MUTATING.filter(([, , sent]) => sent !== '')) {
        const response = await browser.fetch(path, { method, body, headers: { 'Content-Type': type } })
        // The reminder has one answer to everything in which it finds no address.
        expect([path, response.status]).toEqual([path, path === '/api/reminder' ? 400 : 415])
      }
      expect(await state()).toBe(before)
    },
  )
})

describe('GET and HEAD', () => {
  it('change nothing, except for signing out and the handshake', async () => {
    const { browser, state } = await startSite()
    const before = await state()
    const paths = [
      ...MUTATING.map(([, path, body]) => `${path}?${body}`),
      '/api/session',
      '/api/account/events',
      '/api/refusals/x',
      '/icons/github.svg',
      '/healthz',
      '/readyz',
      '/',
      '/account',
      '/goodbye',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await browser.fetch(path, { method })
    }
    for (const path of ['/logout', '/auth/github', '/auth/github/callback']) {
      await browser.fetch(path, { method: 'HEAD' })
    }
    expect(await state()).toBe(before)
    expect(await userOf(browser)).toMatchObject({ tweetOffer: expect.any(String) })
  })

  it('are not changed to another method by a header or a field', async () => {
    const { browser, state } = await startSite()
    const before = await state()
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      await browser.get('/api/welcome-tweet?_method=DELETE', { [name]: 'DELETE' })
      await browser.get('/api/account/delete?_method=POST', { [name]: 'POST' })
    }
    expect(await state()).toBe(before)
  })
})
