import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The number of hours for which the browser keeps the session cookie of the response. */
function maxAgeOf(answer: Response): number {
  const line = answer.headers.getSetCookie().find((cookie) => /^(__\w+-)?session=/.test(cookie))
  const expires = Date.parse(/; expires=([^;]+)/i.exec(line ?? '')?.[1] ?? '')
  return (expires - Date.now()) / HOUR_MS
}

describe.each(['github', 'twitter'])('the session of a person who signed in through %s', (provider) => {
  it('is in a cookie that browsers send over https and to this site only, and that scripts cannot read', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io' } })
    const browser = site.visitor()
    const callback = new URL(await browser.choose(await browser.begin(provider), 'ada'))
    const response = await browser.get(callback.pathname + callback.search)
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-session='))
    expect(cookie).toMatch(/; path=\/;/)
    for (const attribute of [/; secure/i, /; httponly/i, /; samesite=lax/i]) expect(cookie).toMatch(attribute)
    expect(cookie).not.toMatch(/; domain/i)
  })

  it('is in a cookie that lives for 90 days whatever the clock of the browser says', async () => {
    const site = await startTestSite()
    const lines = (await site.visitor().signIn(provider, 'ada')).headers.getSetCookie()
    const cookie = lines.find((line) => line.startsWith('session='))
    expect(cookie).toMatch(new RegExp(`; expires=.*; max-age=${90 * 24 * 3_600}$`, 'i'))
    expect(lines.filter((line) => /max-age/i.test(line))).toHaveLength(1)
  })

  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(4_000)])(
    'never gets the id %j that was planted in the cookie before',
    async (planted) => {
      const site = await startTestSite()
      const victim = site.visitor()
      victim.cookies.set('session', planted)
      await victim.signIn(provider, 'ada')
      expect(victim.cookies.get('session')).not.toBe(planted)
      const attacker = site.visitor()
      attacker.cookies.set('session', planted)
      expect(await userOf(attacker)).toBeNull()
    },
  )

  it('never reuses the id of another person’s session', async () => {
    const site = await startTestSite()
    const attacker = site.visitor()
    await attacker.signIn(provider, 'margaret')
    const planted = attacker.cookies.get('session') ?? ''
    const victim = site.visitor()
    victim.cookies.set('session', planted)
    await victim.get('/logout')
    victim.cookies.set('session', planted)
    await victim.signIn(provider, 'ada')
    expect(victim.cookies.get('session')).not.toBe(planted)
    expect(await userOf(attacker)).toBeNull()
  })

  it('ends 90 days after it began, however often it is used', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    for (let month = 0; month < 4; month++) {
      site.advance(22 * DAY_MS)
      expect(await userOf(browser)).not.toBeNull()
    }
    site.advance(3 * DAY_MS)
    expect(await userOf(browser)).toBeNull()
  })

  it('ends after the times in the settings', async () => {
    const site = await startTestSite({ env: { SESSION_IDLE_DAYS: '2', SESSION_MAX_DAYS: '5' } })
    const [often, seldom] = [site.visitor(), site.visitor()]
    await often.signIn(provider, 'ada')
    await seldom.signIn(provider, 'ada')
    for (let day = 0; day < 4; day++) {
      site.advance(1.1 * DAY_MS)
      expect(await userOf(often)).not.toBeNull()
    }
    expect(await userOf(seldom)).toBeNull()
    site.advance(1.1 * DAY_MS)
    expect(await userOf(often)).toBeNull()
  })

  it('keeps its age when it connects another provider', async () => {
    const site = await startTestSite({ env: { SESSION_MAX_DAYS: '1', SESSION_IDLE_DAYS: '1' } })
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    site.advance(1.5 * HOUR_MS)
    const old = browser.cookies.get('session')
    const other = provider === 'github' ? 'twitter' : 'github'
    const connected = await browser.signIn(other, 'ada', '?connect=1')
    expect(browser.cookies.get('session')).not.toBe(old)
    expect(maxAgeOf(connected)).toBeCloseTo(22.5, 1)
    expect((await userOf(browser))?.connections).toHaveLength(2)
    site.advance(22.4 * HOUR_MS)
    expect(await userOf(browser)).not.toBeNull()
    site.advance(0.2 * HOUR_MS)
    expect(await userOf(browser)).toBeNull()
  })

  it('is renewed by signing in again', async () => {
    const site = await startTestSite({ env: { SESSION_MAX_DAYS: '1', SESSION_IDLE_DAYS: '1' } })
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    site.advance(20 * HOUR_MS)
    expect(maxAgeOf(await browser.signIn(provider, 'ada'))).toBeCloseTo(24, 1)
    site.advance(20 * HOUR_MS)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('has a cookie that lives until the absolute limit', async () => {
    const site = await startTestSite()
    expect(maxAgeOf(await site.visitor().signIn(provider, 'ada'))).toBeCloseTo(90 * 24, 1)
  })

  it.each(['/logout', '/api/account/delete'])('has ended on the server after %s', async (path) => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const thief = site.visitor()
    thief.cookies.set('session', browser.cookies.get('session') ?? '')
    const { username = '' } = (await userOf(browser)) ?? {}
    await (path === '/logout' ? browser.get(path) : browser.post(path, { username }))
    expect(await userOf(thief)).toBeNull()
  })

  it('is stored as a hash, which is not accepted as a cookie', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const [{ idHash = '' } = {}] = (await site.document()).sessions
    expect(idHash).toMatch(/^[\w-]{43}$/)
    const thief = site.visitor()
    thief.cookies.set('session', idHash)
    expect(await userOf(thief)).toBeNull()
  })
})

describe('the session of an account', () => {
  it('is invalid while the account is locked', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const { id = '' } = (await userOf(browser)) ?? {}
    const lockWith = (lock: { at: string; reason: string } | null) =>
      site.store.change(id, ({ account }) => ({
        account: { ...account, user: { ...account.user, lock } },
        result: true,
      }))
    await lockWith({ at: new Date().toISOString(), reason: 'spam' })
    expect(await userOf(browser)).toBeNull()
    const response = await browser.signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=locked')
    await lockWith(null)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('ends as the least recently used one of more than fifty', async () => {
    const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
    const first = site.visitor()
    await first.signIn('github', 'ada')
    const second = site.visitor()
    await second.signIn('github', 'ada')
    for (let count = 2; count < 50; count++) await site.visitor().signIn('github', 'ada')
    expect(await userOf(first)).not.toBeNull()
    await site.visitor().signIn('github', 'ada')
    expect((await site.document()).sessions).toHaveLength(50)
    expect(await userOf(first)).toBeNull()
    expect(await userOf(second)).not.toBeNull()
  })

  it('ends when the browser signs in as another person', async () => {
    const site = await startTestSite()
    const margaret = site.visitor()
    await margaret.signIn('github', 'margaret')
    await margaret.get('/logout')
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const thief = site.visitor()
    thief.cookies.set('session', browser.cookies.get('session') ?? '')
    // Margaret already has an account, Grace does not.
    for (const person of ['margaret', 'grace']) {
      await browser.signIn('github', person)
      expect(await userOf(thief)).toBeNull()
      thief.cookies.set('session', browser.cookies.get('session') ?? '')
    }
    expect((await site.document()).sessions).toHaveLength(1)
  })

  it('is updated as seen at most once an hour', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const seen = async () => (await site.document()).sessions[0]?.lastSeenAt
    const begun = await seen()
    site.advance(0.9 * HOUR_MS)
    await userOf(browser)
    expect(await seen()).toBe(begun)
    site.advance(0.2 * HOUR_MS)
    await userOf(browser)
    expect(await seen()).toBeGreaterThan(begun ?? Infinity)
  })

  it('is sent to every host below COOKIE_DOMAIN, like the last-used mark and unlike handshakes', async () => {
    const env = { PUBLIC_URL: 'https://auth.dif.io', COOKIE_DOMAIN: 'dif.io' }
    const site = await startTestSite({ env })
    const browser = site.visitor()
    const begun = await browser.get('/auth/github')
    expect(begun.headers.getSetCookie()[0]).toMatch(/^__Host-handshake-/)
    const callback = new URL(await browser.choose(begun.headers.get('location') ?? '', 'ada'))
    const lines = (await browser.get(callback.pathname + callback.search)).headers.getSetCookie()
    for (const name of ['session', 'last-provider']) {
      const line = lines.find((cookie) => cookie.startsWith(`__Secure-${name}=`))
      expect(line, name).toMatch(/; domain=dif\.io;.*; secure/i)
    }
  })

  it('has cookie names with a prefix when the site is served over https', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io' } })
    const browser = site.visitor()
    const callback = new URL(await browser.choose(await browser.begin('github'), 'ada'))
    const lines = (await browser.get(callback.pathname + callback.search)).headers.getSetCookie()
    expect(lines.filter((cookie) => !cookie.startsWith('__Host-'))).toEqual([])
    expect(lines.join('\n')).toMatch(/^__Host-last-provider=github;(?!.*httponly)/im)
  })
})
