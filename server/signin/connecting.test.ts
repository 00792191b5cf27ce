import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/testSite.ts'

describe('connecting a second provider', () => {
  it('adds it to the account of who is signed in, and both sign in to it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada')
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
    const response = await browser.signIn('twitter', 'grace')
    expect(response.headers.get('location')).toBe('/?error=already-connected')
    expect((await userOf(browser))?.connections).toHaveLength(1)
  })

  it('is not done for somebody who has signed in as another in between', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const callback = await browser.choose(await browser.begin('twitter'), 'margaret')
    await browser.get('/logout')
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })
})

describe('connecting while the provider takes its time', () => {
  async function connecting(meanwhile: (browser: Visitor) => Promise<unknown>) {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const callback = await browser.choose(await browser.begin('twitter'), 'ada')
    site.x.faults.set('/oauth/access_token', { kind: 'slow', ms: 400 })
    const answer = browser.get(callback)
    await expect.poll(() => site.x.requests).toContain('POST /oauth/access_token')
    await meanwhile(browser)
    expect((await answer).headers.get('location')).toBe('/?error=expired')
    expect(await userOf(browser)).toBeNull()
    expect(JSON.parse(await site.dump())).toMatchObject({ sessions: [] })
  }

  it('is void after signing out', () => connecting((browser) => browser.get('/logout')))

  it('is void after deleting the account', () => connecting((browser) => browser.post('/api/account/delete')))
})

describe('connecting from another site', () => {
  it('does not happen: who comes from there just signs in', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const begun = await browser.get('/auth/twitter', { 'Sec-Fetch-Site': 'cross-site' })
    await browser.get(await browser.choose(begun.headers.get('location') ?? '', 'grace'))
    expect((await userOf(browser))?.connections.map(({ provider }) => provider)).toEqual(['twitter'])
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    expect((await userOf(ada))?.connections).toHaveLength(1)
  })
})

describe('a handshake', () => {
  it('is good only at the provider that it was begun with', async () => {
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
  it('never makes two accounts one because they share an address', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const browser = site.visitor()
    const response = await browser.signIn('twitter', 'margaret')
    expect(response.headers.get('location')).toBe('/?error=email-taken')
    expect(await userOf(browser)).toBeNull()
    const mail = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
    expect(mail).toMatchObject({
      recipients: ['margaret@example.org'],
      subject: 'You sign in to Doorman with GitHub',
    })
  })

  it('stores an unverified address as unverified', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'linus')
    expect(await userOf(browser)).toMatchObject({ email: 'linus@example.org', emailVerified: false })
  })

  it('gives an unverified address nothing where somebody has it', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const mallory = site.visitor()
    await mallory.signIn('github', 'mallory')
    expect(await userOf(mallory)).toMatchObject({ email: null, emailVerified: false, username: 'Ada-2' })
  })

  it('takes an address from somebody who merely claimed it', async () => {
    const site = await startTestSite()
    const mallory = site.visitor()
    await mallory.signIn('github', 'mallory')
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    expect(await userOf(ada)).toMatchObject({ email: 'ada@example.org', emailVerified: true })
    expect(await userOf(mallory)).toMatchObject({ email: null })
  })

  it('prefers a verified address and ignores those that reach nobody', async () => {
    const site = await startTestSite()
    const [katherine, grace] = [site.visitor(), site.visitor()]
    await katherine.signIn('github', 'katherine')
    await grace.signIn('github', 'grace')
    expect(await userOf(katherine)).toMatchObject({ email: 'katherine@example.org', emailVerified: true })
    expect(await userOf(grace)).toMatchObject({ email: null })
  })
})
