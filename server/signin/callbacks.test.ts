import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const locationOf = (response: Response) => response.headers.get('location')

describe.each(['github', 'twitter'])('a callback of %s that is loaded again', (provider) => {
  it('redirects where it redirected before, with the same session', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider, { returnTo: '/reminder' }), 'ada')
    expect(locationOf(await browser.get(callback))).toBe('/reminder')
    const session = browser.cookies.get('session')
    const { requests } = provider === 'github' ? site.github : site.x
    const asked = requests.length
    for (let times = 0; times < 3; times++) {
      const again = await browser.get(callback)
      expect([again.status, locationOf(again)]).toEqual([302, '/reminder'])
    }
    expect(requests).toHaveLength(asked)
    expect(browser.cookies.get('session')).toBe(session)
    expect(await userOf(browser)).not.toBeNull()
    const { sessions, events } = await site.document()
    expect([sessions.length, events.map(({ outcome }) => outcome)]).toEqual([1, ['done']])
  })

  it('gives the same redirect while the first load is under way, also to a browser that closed its first request', async () => {
    const site = await startTestSite()
    const [browser, impatient] = [site.visitor(), site.visitor()]
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    for (const [name, value] of browser.cookies) impatient.cookies.set(name, value)
    const [stand, path] =
      provider === 'github'
        ? ([site.github, '/login/oauth/access_token'] as const)
        : ([site.x, '/oauth/access_token'] as const)
    stand.faults.set(path, { kind: 'slow', ms: 500 })
    const first = browser.get(callback)
    await expect.poll(() => stand.requests).toContain(`POST ${path}`)
    const second = impatient.get(callback)
    expect(locationOf(await first)).toBe('/account')
    expect(locationOf(await second)).toBe('/account')
    expect(stand.requests.filter((request) => request === `POST ${path}`)).toHaveLength(1)
    expect(impatient.cookies.get('session')).toBe(browser.cookies.get('session'))
    expect((await site.document()).sessions).toHaveLength(1)
  })

  it('redirects with the same error when it failed', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), '')
    for (let times = 0; times < 2; times++)
      expect(locationOf(await browser.get(callback))).toBe('/?error=cancelled')
    expect((await site.document()).events).toHaveLength(1)
  })

  it('is expired in another browser', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    await browser.get(callback)
    const thief = site.visitor()
    expect(locationOf(await thief.get(callback))).toBe('/?error=expired')
    expect(await userOf(thief)).toBeNull()
  })

  it('gives a stolen cookie only the address of the redirect', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    await browser.get(callback)
    const thief = site.visitor()
    for (const [name, value] of browser.cookies)
      if (name.startsWith('handshake-')) thief.cookies.set(name, value)
    expect(thief.cookies.size).toBe(1)
    await thief.get(callback)
    expect(await userOf(thief)).toBeNull()
  })
})
