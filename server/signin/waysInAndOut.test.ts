import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

describe('starting a sign-in', () => {
  it('works only for configured providers', async () => {
    const site = await startTestSite({ env: { TWITTER_CONSUMER_KEY: '', TWITTER_CONSUMER_SECRET: '' } })
    for (const path of [
      '/auth/twitter',
      '/auth/twitter/callback',
      '/auth/facebook',
      '/auth/__proto__',
      '/auth/',
    ]) {
      expect((await site.visitor().get(path)).status, path).toBe(404)
    }
  })

  it('ignores the parameters of a callback', async () => {
    const site = await startTestSite()
    const query = '?code=1&state=2&error=access_denied&oauth_token=3&denied=4'
    expect(await site.visitor().begin('github', query)).toContain('/login/oauth/authorize?')
    expect(await site.visitor().begin('twitter', query)).toContain('/oauth/authenticate?')
  })

  it('sends state and PKCE to GitHub, and asks X only for read access when nothing is posted', async () => {
    const site = await startTestSite({ env: { WELCOME_TWEET: '' } })
    const url = new URL(await site.visitor().begin('github'))
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.searchParams.get('scope')).toBe('user:email')
    await site.visitor().begin('twitter')
    expect([...site.x.tokens.values()].map(({ access }) => access)).toEqual(['read'])
  })

  it('is limited to 60 a minute from one address, with a page that says so', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const statuses = new Set<number>()
    for (let count = 0; count < 60; count++) statuses.add((await site.visitor().get('/auth/github')).status)
    expect([...statuses]).toEqual([302])
    const response = await browser.get('/auth/github', { Accept: 'text/html' })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.text()).toContain('Too many sign-in attempts')
  })
})

describe('a HEAD request', () => {
  it('uses up no handshake and ends no session', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    for (const path of ['/auth/github', callback, '/logout']) {
      expect((await browser.fetch(path, { method: 'HEAD' })).status).toBe(405)
    }
    await browser.get(callback)
    await browser.fetch('/logout', { method: 'HEAD' })
    expect(await userOf(browser)).not.toBeNull()
  })
})

describe('signing out', () => {
  it('ends the session on the server and in the browser', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const cookies = new Map(browser.cookies)
    const response = await browser.get('/logout')
    expect([response.status, response.headers.get('location')]).toEqual([302, '/goodbye'])
    expect(browser.cookies.has('session')).toBe(false)
    const thief = site.visitor()
    for (const [name, value] of cookies) thief.cookies.set(name, value)
    expect(await userOf(thief)).toBeNull()
  })

  it('does nothing when another site requests it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.get('/logout', { 'Sec-Fetch-Site': 'cross-site' })
    expect(await userOf(browser)).not.toBeNull()
  })

  it('may be linked to by the site’s own origins only', async () => {
    const site = await startTestSite({ env: { SITE_ORIGINS: 'https://www.example.com' } })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const ask = (from: string, referrer: string) =>
      browser.get('/logout', { 'Sec-Fetch-Site': from, ...(referrer ? { Referer: referrer } : {}) })
    for (const [from, referrer] of [
      ['same-site', ''],
      ['same-site', 'https://people.example.com/'],
      ['same-site', 'https://www.example.com.evil.example/'],
      ['same-site', 'http://www.example.com/'],
      ['cross-site', 'https://www.example.com/'],
    ] as const) {
      expect((await ask(from, referrer)).status, `${from} ${referrer}`).toBe(403)
    }
    expect(await userOf(browser)).not.toBeNull()
    expect((await ask('same-site', 'https://www.example.com/')).status).toBe(302)
    expect(await userOf(browser)).toBeNull()
  })
})
