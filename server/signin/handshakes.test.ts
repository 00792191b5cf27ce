import { IncomingMessage, request, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import Koa from 'koa'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const asked = (site: Site) => site.github.requests.length + site.x.requests.length

/**
 * Expects that the site refuses the callback without a request to the provider, and that nobody is signed in.
 */
async function expectExpired(site: Site, browser: Visitor, callback: string): Promise<void> {
  const before = asked(site)
  const response = await browser.get(callback)
  expect([response.status, response.headers.get('location')], callback).toEqual([302, '/?error=expired'])
  expect(asked(site)).toBe(before)
  expect(response.headers.getSetCookie().join()).not.toMatch(/session=[\w-]{43}/)
}

/** The Location that the site sends for a request with these headers. `fetch` cannot send another Host. */
function locationOf(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers }, (response) => {
      response.resume()
      resolve(response.headers.location ?? '')
    })
    asking.once('error', reject).end()
  })
}

function copyCookies(from: ReadonlyMap<string, string>, to: Visitor): void {
  for (const [name, value] of from) to.cookies.set(name, value)
}

describe.each(['github', 'twitter'])('a handshake with %s', (provider) => {
  const other = provider === 'github' ? 'twitter' : 'github'
  const keyName = provider === 'github' ? 'state' : 'oauth_token'

  it('is used once, even if the browser sends its cookie again', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    const cookies = new Map(browser.cookies)
    await browser.get(callback)
    const again = site.visitor()
    copyCookies(cookies, again)
    await expectExpired(site, again, callback)
    await site.restart()
    copyCookies(cookies, again)
    await expectExpired(site, again, callback)
  })

  it('is used up by a refusal as well', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const page = await browser.begin(provider)
    const cookies = new Map(browser.cookies)
    const refusal = await browser.choose(page, '')
    expect((await browser.get(refusal)).headers.get('location')).toBe('/?error=cancelled')
    copyCookies(cookies, browser)
    await expectExpired(site, browser, refusal)
  })

  it('belongs to the browser that began it', async () => {
    const site = await startTestSite()
    const [victim, attacker] = [site.visitor(), site.visitor()]
    const callback = await attacker.choose(await attacker.begin(provider), 'mallory')
    await victim.begin(provider)
    await expectExpired(site, victim, callback)
    expect(await userOf(victim)).toBeNull()
  })

  it('cannot be swapped between two tabs', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const [first, second] = [await browser.begin(provider), await browser.begin(provider)]
    const callback = new URL(await browser.choose(first, 'ada'))
    const key = new URL(second).searchParams.get(keyName) ?? ''
    // Sends the first tab's cookie under the name of the second tab's: the key sealed inside differs.
    const names = [...browser.cookies.keys()].filter((name) => name.startsWith('handshake-'))
    const [a = '', b = ''] = names.map((name) => browser.cookies.get(name) ?? '')
    browser.cookies.set(names[0] ?? '', b)
    browser.cookies.set(names[1] ?? '', a)
    await expectExpired(site, browser, callback.pathname + callback.search)
    callback.searchParams.set(keyName, key)
    await expectExpired(site, browser, callback.pathname + callback.search)
  })

  it('is refused at the other provider’s callback', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const key = new URL(await browser.begin(provider)).searchParams.get(keyName)
    await expectExpired(
      site,
      browser,
      `/auth/${other}/callback?state=${key}&oauth_token=${key}&code=1&oauth_verifier=1`,
    )
  })

  it('neither signs in nor connects to another account when it was begun to connect', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(other, 'ada')
    const callback = await browser.choose(await browser.begin(provider, '?connect=1'), 'ada')
    const cookies = new Map(browser.cookies)
    const stranger = site.visitor()
    copyCookies(cookies, stranger)
    stranger.cookies.delete('session')
    await expectExpired(site, stranger, callback)

    const neighbour = site.visitor()
    await neighbour.signIn(other, 'grace')
    const theirs = neighbour.cookies.get('session') ?? ''
    const second = await browser.choose(await browser.begin(provider, '?connect=1'), 'ada')
    copyCookies(browser.cookies, neighbour)
    neighbour.cookies.set('session', theirs)
    await expectExpired(site, neighbour, second)
    expect((await userOf(neighbour))?.connections).toHaveLength(1)
  })

  it('does not connect to an account that the browser signed in to meanwhile', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'grace')
    await browser.signIn(other, 'ada')
    await browser.get(callback)
    expect(await userOf(browser)).toMatchObject({ connections: [{ provider }] })
    const ada = site.visitor()
    await ada.signIn(other, 'ada')
    expect((await userOf(ada))?.connections).toHaveLength(1)
  })

  it.each(['', 'x', 'a.b.c.d.e', 'eyJhbGciOiJub25lIn0..x.y.z', 'A'.repeat(3_000)])(
    'cannot be forged with the cookie %j',
    async (forged) => {
      const site = await startTestSite()
      const browser = site.visitor()
      const callback = await browser.choose(await browser.begin(provider), 'ada')
      for (const name of browser.cookies.keys()) browser.cookies.set(name, forged)
      await expectExpired(site, browser, callback)
    },
  )

  it('redirects to PUBLIC_URL, whatever Host and forwarded headers say', async () => {
    const site = await startTestSite({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
    const lies = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '444',
      'X-Forwarded-Prefix': '/evil',
      'X-Original-URL': '/evil',
      Forwarded: 'host=evil.example;proto=https',
    }
    const location = await locationOf(`${site.url}/auth/${provider}`, lies)
    expect(decodeURIComponent(location)).not.toContain('evil')
    if (provider === 'github') {
      expect(new URL(location).searchParams.get('redirect_uri')).toBe(`${site.url}/auth/github/callback`)
    } else
      expect([...site.x.tokens.values()][0]).toMatchObject({ callback: `${site.url}/auth/twitter/callback` })
  })
})

describe('PKCE', () => {
  it('sends the verifier of the challenge, without which a stolen code is useless', async () => {
    const site = await startTestSite({ expectedErrors: /did not identify the person/ })
    const attacker = site.visitor()
    const victim = site.visitor()
    const stolen = new URL(await victim.choose(await victim.begin('github'), 'ada')).searchParams.get('code')
    const state = new URL(await attacker.begin('github')).searchParams.get('state')
    const response = await attacker.get(`/auth/github/callback?state=${state}&code=${stolen}`)
    expect(response.headers.get('location')).toBe('/?error=unavailable')
    expect(await userOf(attacker)).toBeNull()
  })
})

it('leaves no entry for invented names in the cache of the cookie reader', async () => {
  const empty = new IncomingMessage(new Socket())
  const { cookies } = new Koa().createContext(empty, new ServerResponse(empty))
  const get = vi.spyOn(Object.getPrototypeOf(cookies), 'get')
  onTestFinished(() => get.mockRestore())
  const site = await startTestSite()
  const browser = site.visitor()
  expect((await browser.signIn('github', 'ada')).headers.get('location')).toBe('/account')
  await expectExpired(site, browser, '/auth/github/callback?code=guessed&state=guessed')
  const names = get.mock.calls.map(([name]) => String(name))
  expect(names).toContain('session')
  expect(names.filter((name) => name.includes('handshake'))).toEqual([])
})
