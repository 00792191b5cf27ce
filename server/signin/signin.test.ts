import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import { Conflict } from '../store/store.ts'

describe.each(['github', 'twitter'])('signing in with %s', (provider) => {
  it('creates a user for a new person and recognises them when they return', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const response = await browser.signIn(provider, 'ada')
    expect([response.status, response.headers.get('location')]).toEqual([302, '/account'])
    const user = await userOf(browser)
    expect(user).toMatchObject({ name: 'Ada Lovelace', emailVerified: true, connections: [{ provider }] })

    const elsewhere = site.visitor()
    await elsewhere.signIn(provider, 'ada')
    expect((await userOf(elsewhere))?.id).toBe(user?.id)
  })

  it('redirects to the requested address', async () => {
    const site = await startTestSite()
    const response = await site.visitor().signIn(provider, 'ada', '?returnTo=/reminder%3Fa=1')
    expect(response.headers.get('location')).toBe('/reminder?a=1')
  })

  it('works in two tabs at once', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const [first, second] = [await browser.begin(provider), await browser.begin(provider)]
    for (const page of [first, second]) {
      const response = await browser.get(await browser.choose(page, 'ada'))
      expect(response.headers.get('location')).toBe('/account')
    }
  })

  it('creates one user for twenty simultaneous first sign-ins of one person', async () => {
    const site = await startTestSite()
    const callbacks = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const browser = site.visitor()
        return { browser, callback: await browser.choose(await browser.begin(provider), 'ada') }
      }),
    )
    const users = await Promise.all(
      callbacks.map(async ({ browser, callback }) => {
        expect((await browser.get(callback)).headers.get('location')).toBe('/account')
        return userOf(browser)
      }),
    )
    expect(new Set(users.map((user) => user?.id)).size).toBe(1)
    expect(users[0]?.connections).toHaveLength(1)
  })

  it('answers "cancelled" when consent is refused', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const response = await browser.signIn(provider, '')
    expect(response.headers.get('location')).toBe('/?error=cancelled')
    expect(await userOf(browser)).toBeNull()
  })

  it('answers "expired" without asking the provider when this browser has no handshake', async () => {
    const site = await startTestSite()
    const callback = await site.visitor().choose(await site.visitor().begin(provider), 'ada')
    const asked = site.github.requests.length + site.x.requests.length
    const response = await site.visitor().get(callback)
    expect(response.headers.get('location')).toBe('/?error=expired')
    expect(site.github.requests.length + site.x.requests.length).toBe(asked)
  })

  it.each([
    '',
    '?code=1',
    '?state=1&code=1',
    '?oauth_token=1&oauth_verifier=1',
    '?error=access_denied',
    '?denied=1',
  ])('answers "expired" to the forged callback %s', async (query) => {
    const site = await startTestSite()
    const response = await site.visitor().get(`/auth/${provider}/callback${query}`)
    expect(response.headers.get('location')).toBe('/?error=expired')
  })

  it('answers "expired" after ten minutes', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    site.advance(11 * 60_000)
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })

  it('leaves nothing in the store for visitors who never return', async () => {
    const site = await startTestSite()
    const kept = async () => ({ ...(await site.document()), savedAt: 0, uses: [], counters: [] })
    const before = await kept()
    expect(await site.visitor().begin(provider)).toContain('http')
    expect(await kept()).toEqual(before)
  })

  it('keeps few enough handshakes for a server to accept the cookies', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    for (let attempt = 0; attempt < 30; attempt++) await browser.begin(provider)
    expect(browser.cookies.size).toBeLessThanOrEqual(5)
    const response = await browser.signIn(provider, 'ada')
    expect(response.headers.get('location')).toBe('/account')
  })

  it('gives a new session id at login and forgets the old one', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const old = browser.cookies.get('session')
    await browser.signIn(provider, 'ada')
    expect(browser.cookies.get('session')).not.toBe(old)

    const thief = site.visitor()
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value)
    expect(await userOf(thief)).not.toBeNull()
    thief.cookies.set('session', old ?? '')
    expect(await userOf(thief)).toBeNull()
  })

  it('forgets the old session also after a conflict with another commit', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const thief = site.visitor()
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value)
    const { change } = site.store
    let conflicts = 0
    site.store.change = async () => {
      conflicts += 1
      site.store.change = change
      throw new Conflict('another request was faster')
    }
    const response = await browser.signIn(provider, 'ada')
    expect(response.headers.get('location')).toBe('/account')
    expect(conflicts).toBe(1)
    expect(await userOf(browser)).not.toBeNull()
    expect(await userOf(thief)).toBeNull()
  })

  it('ends a session after 30 days without a visit, and not before', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    for (const days of [29, 29]) {
      site.advance(days * 24 * 3_600_000)
      expect(await userOf(browser)).not.toBeNull()
    }
    site.advance(31 * 24 * 3_600_000)
    expect(await userOf(browser)).toBeNull()
  })

  it('can be followed by its id in the log, and so can its jobs', async () => {
    const site = await startTestSite()
    const response = await site.visitor().signIn(provider, 'ada')
    await site.jobsDone()
    const request = response.headers.get('x-request-id')
    const signedIn = site.lines.find(({ msg }) => msg === 'signed in')
    expect(signedIn).toMatchObject({ request, isNew: true, jobs: [expect.any(String)] })
    const ofSignIn = site.lines.filter(({ signIn }) => signIn === signedIn?.signIn)
    expect(ofSignIn.map(({ msg }) => msg)).toEqual(['sign-in begun', 'back from the provider', 'signed in'])
    const ofJob = () => site.lines.filter(({ job }) => job === signedIn?.jobs?.[0])
    await expect.poll(() => ofJob().map(({ msg }) => msg)).toEqual(['job begun', 'job done'])
    expect(JSON.stringify(site.lines)).not.toMatch(/example\.org|lovelace/i)
  })

  it('keeps no session id in the store', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const id = browser.cookies.get('session') ?? ''
    expect(Buffer.from(id, 'base64url')).toHaveLength(32)
    expect(await site.dump()).not.toContain(id)
  })
})
