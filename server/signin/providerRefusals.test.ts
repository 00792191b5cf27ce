import { describe, expect, it } from 'vitest'
import { httpFaults, json } from '../../e2e/standins/httpFaults.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const V1 = '/1.1/account/verify_credentials.json'
const V2 = '/2/users/me'
const DAY_MS = 24 * 3_600_000

const askedIn = ({ x, github }: Site, path: string) =>
  [...x.requests, ...github.requests].filter((request) => request === `GET ${path}`).length
const locationOf = (response: Response) => response.headers.get('location')
const logOf = ({ lines }: Site) => lines.map(({ msg, err }) => `${msg} ${err?.message ?? ''}`).join('\n')

describe('GitHub without the permission to read addresses', () => {
  it.each([403, 404, 401, 410])(
    'signs people in without one (%i), and tells the operator',
    async (status) => {
      const site = await startTestSite()
      const browser = site.visitor()
      if (status === 403) site.github.app.canReadEmail = false
      else site.github.faults.set('emails', json(status, { message: 'Not Found' }))
      expect(locationOf(await browser.signIn('github', 'ada'))).toBe('/account')
      expect(await userOf(browser)).toMatchObject({ username: 'ada', name: 'Ada Lovelace', email: null })
      expect(logOf(site)).toContain(`GitHub refused /user/emails: the provider answered ${status}`)
    },
  )

  it('keeps a known address, and fills one in once it is permitted', async () => {
    const site = await startTestSite()
    const [ada, margaret] = [site.visitor(), site.visitor()]
    await ada.signIn('github', 'ada')
    site.github.app.canReadEmail = false
    await ada.signIn('github', 'ada')
    await margaret.signIn('github', 'margaret')
    expect([(await userOf(ada))?.email, (await userOf(margaret))?.email]).toEqual(['ada@example.org', null])
    site.github.app.canReadEmail = true
    await margaret.signIn('github', 'margaret')
    expect(await userOf(margaret)).toMatchObject({ email: 'margaret@example.org', emailVerified: true })
  })
})

describe('X out of credit', () => {
  it('accepts new people with the data of the token, and fills in the rest later', async () => {
    const site = await startTestSite()
    site.x.app.hasCredit = false
    const browser = site.visitor()
    expect(locationOf(await browser.signIn('twitter', 'ada'))).toBe('/account')
    expect(await userOf(browser)).toMatchObject({ username: 'ada_lovelace', email: null, avatarUrl: null })
    expect([askedIn(site, V1), askedIn(site, V2)]).toEqual([1, 1])
    expect(logOf(site)).toContain('X refused the profile: the provider answered 402')
    site.x.app.hasCredit = true
    const later = site.visitor()
    await later.signIn('twitter', 'ada')
    expect(await userOf(later)).toMatchObject({
      username: 'ada_lovelace',
      name: 'Ada Lovelace',
      email: 'ada.lovelace@example.org',
      avatarUrl: expect.stringContaining('/avatars/ada'),
    })
  })

  it('signs known people in without changing their details', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    const before = await userOf(browser)
    site.x.app.hasCredit = false
    site.advance(2 * DAY_MS)
    const later = site.visitor()
    expect(locationOf(await later.signIn('twitter', 'ada'))).toBe('/account')
    expect(askedIn(site, V2)).toBe(1)
    expect(await userOf(later)).toEqual(before)
    expect(before?.email).toBe('ada.lovelace@example.org')
  })

  it.each([
    ['402', httpFaults['402: out of credit']],
    ['403 with code 453', httpFaults['403: no access (453)']],
  ])('asks /2/users/me when verify_credentials answers %s', async (_, fault) => {
    const site = await startTestSite()
    site.x.faults.set(V1, fault)
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    expect(await userOf(browser)).toMatchObject({ name: 'Ada Lovelace', email: 'ada.lovelace@example.org' })
    expect(askedIn(site, V2)).toBe(1)
  })

  it.each([401, 403, 404])('continues without the profile when both are refused with %i', async (status) => {
    const site = await startTestSite()
    for (const path of [V1, V2]) site.x.faults.set(path, json(status, { title: 'Forbidden' }))
    const browser = site.visitor()
    expect(locationOf(await browser.signIn('twitter', 'ada'))).toBe('/account')
    expect(await userOf(browser)).toMatchObject({ username: 'ada_lovelace' })
  })
})

describe('the profile on X', () => {
  it('is read at most once a day for one person', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    for (let visit = 0; visit < 3; visit++) await site.visitor().signIn('twitter', 'ada')
    expect(askedIn(site, V1)).toBe(1)
    await site.visitor().signIn('twitter', 'dorothy')
    expect(askedIn(site, V1)).toBe(2)
    site.advance(DAY_MS + 1_000)
    await browser.signIn('twitter', 'ada')
    expect(askedIn(site, V1)).toBe(3)
    expect((await userOf(browser))?.name).toBe('Ada Lovelace')
  })

  it('is read again for an identity that comes back after a deletion', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await browser.post('/api/account/delete', { username: 'ada_lovelace' })
    await site.jobsDone()
    await browser.signIn('twitter', 'ada')
    expect(askedIn(site, V1)).toBe(2)
    expect((await userOf(browser))?.email).toBe('ada.lovelace@example.org')
  })
})

describe('a person whom the provider refuses', () => {
  it.each([
    ['github', 'user', { message: 'Sorry. Your account was suspended.' }],
    ['twitter', V1, { errors: [{ code: 64, message: 'Your account is suspended.' }] }],
    ['twitter', V1, { errors: [{ code: 326, message: 'This account is temporarily locked.' }] }],
  ] as const)('is refused, with no hope for a minute later (%s)', async (provider, path, body) => {
    const site = await startTestSite()
    const before = await site.document()
    site[provider === 'github' ? 'github' : 'x'].faults.set(path, json(403, body))
    const browser = site.visitor()
    expect(locationOf(await browser.signIn(provider, 'ada'))).toBe('/?error=refused')
    expect(await userOf(browser)).toBeNull()
    expect((await site.document()).accounts).toEqual(before.accounts)
    expect(logOf(site)).toContain('the provider refused the person')
  })

  it('is refused at GitHub without a verified address', async () => {
    const site = await startTestSite()
    site.github.faults.set('access_token', json(200, { error: 'unverified_user_email' }))
    expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe('/?error=refused')
  })

  it('is told to try again when GitHub answers 403 to too many requests', async () => {
    const site = await startTestSite({ expectedErrors: /did not identify the person/ })
    site.github.faults.set('user', json(403, { message: 'You have exceeded a secondary rate limit.' }))
    expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe('/?error=unavailable')
  })
})

describe('an application that is set up wrong', () => {
  const MISCONFIGURED = '/?error=misconfigured'
  const expectedErrors = /^(GitHub says|X refused)/

  it.each([
    ['isCallbackWrong', 'redirect_uri_mismatch', 'register exactly this callback URL'],
    ['isSuspended', 'application_suspended', 'it is suspended'],
  ] as const)('is no fault of the visitor: GitHub says %s at the redirect', async (name, code, advice) => {
    const site = await startTestSite({ expectedErrors })
    site.github.app[name] = true
    expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe(MISCONFIGURED)
    const said = site.lines.filter(({ level }) => level === 50).map(({ msg }) => msg)
    expect(said).toEqual([expect.stringContaining(`GitHub says ${code}: `)])
    expect(said[0]).toContain(advice)
    expect(said[0]).toContain(`${site.github.url}/settings/developers`)
    expect(said[0]).toContain(`${site.url}/auth/github/callback`)
  })

  it('is reported to the operator even when the callback arrives without its handshake', async () => {
    const site = await startTestSite()
    const path = '/auth/github/callback?error=redirect_uri_mismatch&state=foreign'
    expect(locationOf(await site.visitor().get(path))).toBe('/?error=expired')
    const said = site.lines.filter(({ level }) => level === 40).map(({ msg }) => msg)
    expect(said).toEqual([expect.stringContaining('perhaps forged: GitHub says redirect_uri_mismatch')])
    await site.visitor().get('/auth/github/callback?error=toString&state=foreign')
    expect(site.lines.filter(({ level }) => level >= 40)).toHaveLength(1)
  })

  it.each([
    ['incorrect_client_credentials', 'GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET must be those'],
    ['redirect_uri_mismatch', '/auth/github/callback'],
    ['invalid_client', 'GITHUB_CLIENT_SECRET'],
  ])('is not blamed on the visitor when GitHub answers a code with %s', async (error, advice) => {
    for (const status of [200, 400]) {
      const site = await startTestSite({ expectedErrors })
      site.github.faults.set('access_token', json(status, { error }))
      expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe(MISCONFIGURED)
      expect(logOf(site)).toContain(advice)
    }
  })

  it('is not blamed on the visitor when GitHub knows another secret', async () => {
    const site = await startTestSite({ expectedErrors, env: { GITHUB_CLIENT_SECRET: 'rotated' } })
    expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe(MISCONFIGURED)
  })

  it.each([
    ['isCallbackApproved', false, 'add exactly this callback URL'],
    ['isSuspended', true, 'is suspended'],
  ] as const)('is no fault of the visitor: X says %s=%s', async (name, value, advice) => {
    const site = await startTestSite({ expectedErrors })
    site.x.app[name] = value
    expect(locationOf(await site.visitor().get('/auth/twitter'))).toBe(MISCONFIGURED)
    const said = site.lines.filter(({ level }) => level === 50).map(({ msg }) => msg)
    expect(said).toEqual([expect.stringContaining(advice)])
    expect(said[0]).toContain('console.x.com')
    expect(said[0]).toContain(`${site.url}/auth/twitter/callback`)
  })

  it('is recognised in the XML of X’s older endpoints', async () => {
    const site = await startTestSite({ expectedErrors })
    const ready = site.x.faults.options.ready['403: callback not approved, in XML (request_token)']
    site.x.faults.set('request_token', ready ?? { kind: 'down' })
    expect(locationOf(await site.visitor().get('/auth/twitter'))).toBe(MISCONFIGURED)
  })

  it('is not blamed on the visitor when X knows another key', async () => {
    const site = await startTestSite({ expectedErrors, env: { TWITTER_CONSUMER_SECRET: 'rotated' } })
    expect(locationOf(await site.visitor().get('/auth/twitter'))).toBe(MISCONFIGURED)
    expect(logOf(site)).toContain('TWITTER_CONSUMER_KEY and TWITTER_CONSUMER_SECRET')
  })

  it('is not reported when the provider is merely down', async () => {
    const site = await startTestSite({ expectedErrors: /did not (identify the person|let a sign-in begin)/ })
    site.github.faults.set('access_token', json(503, { error: 'temporarily_unavailable' }))
    expect(locationOf(await site.visitor().signIn('github', 'ada'))).toBe('/?error=unavailable')
    site.x.faults.set('request_token', httpFaults['503: unavailable'])
    expect(locationOf(await site.visitor().get('/auth/twitter'))).toBe('/?error=unavailable')
  })
})
