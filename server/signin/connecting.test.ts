import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const CONNECT = '?connect=1'

describe('connecting a second provider', () => {
  it('adds it to the signed-in account, and both sign in to it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', CONNECT)
    const user = await userOf(browser)
    expect(user?.connections.map(({ label }) => label)).toEqual(['GitHub', 'X (Twitter)'])
    const elsewhere = site.visitor()
    await elsewhere.signIn('twitter', 'ada')
    expect((await userOf(elsewhere))?.id).toBe(user?.id)
  })

  it('refuses an identity of another account, and leaves both as they were', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('twitter', 'grace')
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const response = await browser.signIn('twitter', 'grace', CONNECT)
    expect(response.headers.get('location')).toBe('/?error=already-connected')
    expect((await userOf(browser))?.connections).toHaveLength(1)
  })

  it('is refused when the browser has signed in to another account in between', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const callback = await browser.choose(await browser.begin('twitter', CONNECT), 'margaret')
    await browser.get('/logout')
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })
})

describe('connecting while the provider is slow', () => {
  async function connecting(meanwhile: (browser: Visitor) => Promise<unknown>) {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const callback = await browser.choose(await browser.begin('twitter', CONNECT), 'ada')
    site.x.faults.set('/oauth/access_token', { kind: 'slow', ms: 400 })
    const answer = browser.get(callback)
    await expect.poll(() => site.x.requests).toContain('POST /oauth/access_token')
    await meanwhile(browser)
    expect((await answer).headers.get('location')).toBe('/?error=expired')
    expect(await userOf(browser)).toBeNull()
    expect(await site.document()).toMatchObject({ sessions: [] })
  }

  it('is void after signing out', () => connecting((browser) => browser.get('/logout')))

  it('is void after deleting the account', () =>
    connecting((browser) => browser.post('/api/account/delete', { username: 'ada' })))
})

describe('a request that connects', () => {
  const HERE = { 'Sec-Fetch-Site': 'same-origin' }

  /** Signs Ada in through GitHub and sends her browser to X, where Grace is signed in. */
  async function through(query: string, headers: Record<string, string>) {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const begun = await browser.get(`/auth/twitter${query}`, headers)
    await browser.get(await browser.choose(begun.headers.get('location') ?? '', 'grace'))
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    const connections = (await userOf(ada))?.connections.map(({ provider }) => provider)
    return { connections, now: (await userOf(browser))?.connections.map(({ provider }) => provider) }
  }

  it.each([
    ['our own page', HERE],
    ['a browser without Fetch metadata', {}],
  ])('is ?connect from %s', async (_who, headers) => {
    const { connections, now } = await through('?connect=1', headers)
    expect(connections).toEqual(['github', 'twitter'])
    expect(now).toEqual(connections)
  })

  it.each([
    ['without ?connect', '', HERE],
    ['when another site asks', '?connect=1', { 'Sec-Fetch-Site': 'cross-site' }],
    ['when a neighbour asks', '?connect=1', { 'Sec-Fetch-Site': 'same-site' }],
    ['when the address was typed', '?connect=1', { 'Sec-Fetch-Site': 'none' }],
    ['when an older browser names another site', '?connect=1', { Referer: 'https://evil.example/' }],
  ])('is none %s: the person at X signs in', async (_when, query, headers) => {
    const { connections, now } = await through(query, headers)
    expect(connections).toEqual(['github'])
    expect(now).toEqual(['twitter'])
  })

  it('is none when the browser is signed out: the person signs in', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'grace', CONNECT)
    expect((await userOf(browser))?.connections).toMatchObject([{ provider: 'twitter' }])
  })

  it('needs a recent sign-in', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.advance(2 * 3_600_000 + 1_000)
    const refused = await browser.get('/auth/twitter?connect=1', HERE)
    expect([refused.status, refused.headers.get('location')]).toEqual([302, '/account?error=sign-in-again'])
    expect(site.x.requests).toEqual([])
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', CONNECT)
    expect((await userOf(browser))?.connections).toHaveLength(2)
  })
})

describe('a handshake', () => {
  it('is valid only at the provider with which it began', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const state = new URL(await browser.begin('github')).searchParams.get('state')
    const callback = `/auth/twitter/callback?oauth_token=${state}&oauth_verifier=1`
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')

    const token = new URL(await browser.begin('twitter')).searchParams.get('oauth_token')
    const swapped = `/auth/github/callback?state=${token}&code=1`
    expect((await browser.get(swapped)).headers.get('location')).toBe('/?error=expired')
    expect(site.github.requests).not.toContain('POST /login/oauth/access_token')
  })
})

describe('addresses', () => {
  it('never merge two accounts that share one', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const browser = site.visitor()
    const response = await browser.signIn('twitter', 'margaret')
    expect(response.headers.get('location')).toBe('/?error=email-taken')
    expect(await userOf(browser)).toBeNull()
    const mail = await site.mail.waitFor(({ html }) => html.includes('/auth/github'))
    expect(mail.recipients).toEqual(['margaret@example.org'])
  })

  it('are not stored unless they are verified', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'linus')
    expect(await userOf(browser)).toMatchObject({ email: null, emailVerified: false })
    expect(await site.dump()).not.toContain('linus@example.org')
  })

  it('do not keep out a person who has an unverified address of another account', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const mallory = site.visitor()
    await mallory.signIn('github', 'mallory')
    expect(await userOf(mallory)).toMatchObject({ email: null, emailVerified: false, username: 'Ada-2' })
  })

  it('that are verified are preferred, and those that cannot receive mail are ignored', async () => {
    const site = await startTestSite()
    const [katherine, grace] = [site.visitor(), site.visitor()]
    await katherine.signIn('github', 'katherine')
    await grace.signIn('github', 'grace')
    expect(await userOf(katherine)).toMatchObject({ email: 'katherine@example.org', emailVerified: true })
    expect(await userOf(grace)).toMatchObject({ email: null })
  })
})
