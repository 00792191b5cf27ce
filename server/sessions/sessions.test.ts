import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/testSite.ts'

const DAY_MS = 24 * 3_600_000

describe.each(['github', 'twitter'])('the session of who came through %s', (provider) => {
  it('is in a cookie that only this site’s requests over https carry, and no script reads', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io' } })
    const browser = site.visitor()
    const callback = new URL(await browser.choose(await browser.begin(provider), 'ada'))
    const response = await browser.get(callback.pathname + callback.search)
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-session='))
    expect(cookie).toMatch(/; path=\/;/)
    for (const attribute of [/; secure/i, /; httponly/i, /; samesite=lax/i]) expect(cookie).toMatch(attribute)
    expect(cookie).not.toMatch(/; domain/i)
  })

  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(4_000)])(
    'never has the id %j that somebody put there before',
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

  it('never goes on with an id that was another’s', async () => {
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

  it('ends when the settings say so', async () => {
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

  it('becomes no younger by connecting another provider', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    for (let month = 0; month < 4; month++) {
      site.advance(21 * DAY_MS)
      expect(await userOf(browser)).not.toBeNull()
    }
    await browser.signIn(provider === 'github' ? 'twitter' : 'github', 'ada')
    expect((await userOf(browser))?.connections).toHaveLength(2)
    site.advance(7 * DAY_MS)
    expect(await userOf(browser)).toBeNull()
  })

  it.each(['/logout', '/api/account/delete'])('is dead on the server after %s', async (path) => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const thief = site.visitor()
    thief.cookies.set('session', browser.cookies.get('session') ?? '')
    await (path === '/logout' ? browser.get(path) : browser.post(path))
    expect(await userOf(thief)).toBeNull()
  })

  it('is stored as a hash that is no key: it opens nothing', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const [{ idHash }] = JSON.parse(await site.dump()).sessions
    const thief = site.visitor()
    thief.cookies.set('session', idHash)
    expect(await userOf(thief)).toBeNull()
  })
})
