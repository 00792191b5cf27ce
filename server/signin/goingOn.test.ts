import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const HERE = { returnTo: '/reminder?a=1' }
const GOES_ON = `returnTo=${encodeURIComponent('/reminder?a=1')}`
const locationOf = (response: Response) => response.headers.get('location')

describe('the address that a visitor asked to return to', () => {
  it.each(['github', 'twitter'])('survives a refusal at %s', async (provider) => {
    const site = await startTestSite()
    const browser = site.visitor()
    expect(locationOf(await browser.signIn(provider, '', HERE))).toBe(`/?error=cancelled&${GOES_ON}`)
  })

  it('survives a failing provider, on the way there and on the way back', async () => {
    const site = await startTestSite({ expectedErrors: /./ })
    site.x.faults.set('/oauth/request_token', { kind: 'down' })
    const begun = await site.visitor().get(`/auth/twitter?${GOES_ON}`)
    expect(locationOf(begun)).toBe(`/?error=unavailable&${GOES_ON}`)
    site.github.faults.set('/login/oauth/access_token', { kind: 'answer', status: 500, body: '' })
    const ended = await site.visitor().signIn('github', 'ada', HERE)
    expect(locationOf(ended)).toBe(`/?error=unavailable&${GOES_ON}`)
  })

  it('survives a taken address, and an identity of another account', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const browser = site.visitor()
    const taken = await browser.signIn('twitter', 'margaret', HERE)
    expect(locationOf(taken)).toBe(`/?error=email-taken&${GOES_ON}`)
    await browser.signIn('github', 'ada')
    const connected = await browser.signIn('github', 'margaret', `?connect=1&${GOES_ON}`)
    expect(locationOf(connected)).toBe(`/?error=already-connected&${GOES_ON}`)
  })

  it('survives a sign-in that has expired', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github', HERE), 'ada')
    site.advance(11 * 60_000)
    expect(locationOf(await browser.get(callback))).toBe(`/?error=expired&${GOES_ON}`)
  })

  it.each(['/members?a=1#top', '/'])('stays a whole address on our own origin (%s)', async (path) => {
    const whole = `https://dif.io${path}`
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io', HOME_URL: whole } })
    const endOf = async (query: { returnTo?: string }) => {
      const browser = site.visitor()
      const callback = await browser.choose(await browser.begin('github', query), 'ada')
      return locationOf(await browser.get(callback.replace('https://dif.io', '')))
    }
    expect(await endOf({ returnTo: whole })).toBe(whole)
    expect(await endOf({ returnTo: path })).toBe(path)
    expect(await endOf({})).toBe(whole)
  })

  it('may be at another origin of the site, and defaults to HOME_URL', async () => {
    const env = { SITE_ORIGINS: 'https://app.dif.io', HOME_URL: 'https://app.dif.io/start' }
    const site = await startTestSite({ env })
    const there = { returnTo: 'https://app.dif.io/members?a=1' }
    expect(locationOf(await site.visitor().signIn('github', 'ada', there))).toBe(there.returnTo)
    const evil = { returnTo: 'https://evil.example/' }
    expect(locationOf(await site.visitor().signIn('github', 'ada', evil))).toBe(env.HOME_URL)
  })
})

describe('handshake cookies', () => {
  const sizeOf = (cookies: Map<string, string>) =>
    [...cookies].map(([name, value]) => `${name}=${value}`).join('; ').length

  it.each(['http://localhost', 'https://dif.io'])('stay below 3 kB together (%s)', async (publicUrl) => {
    const site = await startTestSite(publicUrl === 'https://dif.io' ? { env: { PUBLIC_URL: publicUrl } } : {})
    const browser = site.visitor()
    const returnTo = `/${'a'.repeat(499)}`
    for (let attempt = 0; attempt < 8; attempt++) {
      await browser.begin(attempt % 2 === 0 ? 'github' : 'twitter', { returnTo })
      expect(sizeOf(browser.cookies)).toBeLessThan(3_000)
    }
    expect(browser.cookies.size).toBeGreaterThan(1)
    const response = await browser.get(
      new URL(await browser.choose(await browser.begin('github', { returnTo }), 'ada')).href.replace(
        publicUrl === 'https://dif.io' ? publicUrl : '',
        '',
      ),
    )
    expect(locationOf(response)).toBe(returnTo)
  })

  it('do not contain a longer returnTo', async () => {
    const site = await startTestSite()
    const response = await site.visitor().signIn('github', 'ada', { returnTo: `/${'a'.repeat(500)}` })
    expect(locationOf(response)).toBe('/account')
  })

  it('are dropped five at a time when they are invented', async () => {
    const site = await startTestSite()
    const names = Array.from({ length: 100 }, (_, index) => `handshake-${index}=x`)
    const begun = await site.visitor().get('/auth/github', { Cookie: names.join('; ') })
    const lines = begun.headers.getSetCookie()
    expect(lines.filter((line) => /=; |expires=Thu, 01 Jan 1970/i.test(line))).toHaveLength(5)
    expect(lines).toHaveLength(6)
  })
})

describe('a handshake of an account that was deleted meanwhile', () => {
  it.each(['github', 'twitter'])('signs nobody in (%s)', async (provider) => {
    const site = await startTestSite()
    const [browser, other] = [site.visitor(), site.visitor()]
    await browser.signIn(provider, 'ada')
    const callback = await other.choose(await other.begin(provider), 'ada')
    const { username = '' } = (await userOf(browser)) ?? {}
    expect((await browser.post('/api/account/delete', { username })).status).toBe(303)
    await site.jobsDone()
    expect(locationOf(await other.get(callback))).toBe('/?error=expired')
    expect(await userOf(other)).toBeNull()
    expect((await site.document()).accounts).toEqual([])
    site.advance(1_000)
    await other.signIn(provider, 'ada')
    expect(await userOf(other)).toMatchObject({ username })
  })

  it('leaves the username reserved for its former owner', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.post('/api/account/delete', { username: 'ada' })
    await site.jobsDone()
    const impostor = { id: 66, login: 'ada', emails: [] }
    site.people.push({ key: 'impostor', name: 'Impostor', note: 'wants the name', github: impostor })
    site.advance(1_000)
    await browser.signIn('github', 'impostor')
    expect(await userOf(browser)).toMatchObject({ username: 'ada-2' })
    await browser.signIn('github', 'ada')
    expect(await userOf(browser)).toMatchObject({ username: 'ada' })
  })
})
