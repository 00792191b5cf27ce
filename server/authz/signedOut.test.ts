import { describe, expect, it } from 'vitest'
import { askAsProxy } from '../../e2e/support/asProxy.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'

const FORWARD_AUTH = '/api/authz/forward-auth'
const AUTH_REQUEST = '/api/authz/auth-request'
const SIGN_IN = '/api/authz/sign-in'

const DOORMAN = 'https://www.example.com'
const BELOW = `${DOORMAN}/door`
const APP = 'https://app.example.com'
const SETTINGS = { PUBLIC_URL: DOORMAN, SITE_ORIGINS: APP, TRUSTED_PROXIES: '127.0.0.1' }

const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', Accept: 'text/html' }

/** The headers of a proxy for the browser's request. */
function forwarded(address: string): Record<string, string> {
  const [, proto = '', host = '', uri = ''] = /^(\w+):\/\/([^/]*)(.*)$/.exec(address) ?? []
  return { 'X-Forwarded-Proto': proto, 'X-Forwarded-Host': host, 'X-Forwarded-Uri': uri }
}

/** The Location of a signed-out request, or its status. */
async function outcomeOf(url: string, headers: Record<string, string>, method = 'GET') {
  const answer = await askAsProxy(url, { method, headers })
  expect(answer.body).toBe('')
  expect(answer.headers['cache-control']).toBe('no-store')
  return answer.status === 302 ? answer.headers.location : answer.status
}

const signInFor = (address: string, publicUrl = DOORMAN) =>
  `${publicUrl}/?returnTo=${encodeURIComponent(address)}`

describe('a signed-out request', () => {
  const KINDS: [string, Record<string, string>, 302 | 401][] = [
    ['a page that a browser goes to', NAVIGATION, 302],
    ['a page in a frame', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }, 302],
    ['a page that an older browser goes to', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, 302],
    ['a fetch', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-origin', Accept: '*/*' }, 401],
    ['a fetch that accepts pages', { 'Sec-Fetch-Mode': 'cors', Accept: 'text/html' }, 401],
    ['a fetch of an older browser', { Accept: 'application/json' }, 401],
    ['a picture', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image', Accept: 'image/avif,*/*' }, 401],
    ['a WebSocket', { 'Sec-Fetch-Mode': 'websocket', Upgrade: 'websocket', Connection: 'Upgrade' }, 401],
    ['half of the metadata', { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' }, 401],
    ['a program', {}, 401],
  ]

  it('is redirected to the sign-in page when a browser loads a page, and gets 401 otherwise', async () => {
    const site = await startTestSite({ env: SETTINGS })
    const asked = forwarded(`${APP}/members`)
    for (const [name, headers, expected] of KINDS) {
      for (const method of ['GET', 'HEAD']) {
        const to = await outcomeOf(site.url + FORWARD_AUTH, { ...headers, ...asked }, method)
        expect(to, `${method} ${name}`).toBe(expected === 302 ? signInFor(`${APP}/members`) : expected)
      }
      expect(await outcomeOf(site.url + AUTH_REQUEST, { ...headers, ...asked }), name).toBe(401)
    }
  })

  it("is never redirected for other methods: the browser's method counts, as a trusted proxy forwards it", async () => {
    const site = await startTestSite({ env: SETTINGS })
    const to = signInFor(`${APP}/members`)
    const asked = { ...NAVIGATION, ...forwarded(`${APP}/members`) }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post']) {
      expect(
        await outcomeOf(site.url + FORWARD_AUTH, { ...asked, 'X-Forwarded-Method': method }),
        method,
      ).toBe(401)
    }
    expect(await outcomeOf(site.url + FORWARD_AUTH, asked, 'POST')).toBe(401)
    expect(await outcomeOf(site.url + FORWARD_AUTH, { ...asked, 'X-Forwarded-Method': 'GET' }, 'POST')).toBe(
      to,
    )
  })

  it('is redirected back to exactly the requested address', async () => {
    const site = await startTestSite({ env: SETTINGS })
    const addresses = [
      `${APP}/`,
      `${APP}/members?a=1&b=2`,
      `${APP}/a%20b/%E6%9D%B1?q=%26&returnTo=/x#`,
      `${DOORMAN}/shop?a=1&b=2`,
      `${DOORMAN}/`,
    ]
    for (const address of addresses) {
      const expected = signInFor(new URL(address).href)
      for (const path of [FORWARD_AUTH, SIGN_IN]) {
        const to = await outcomeOf(site.url + path, { ...NAVIGATION, ...forwarded(address) })
        expect(to, `${path} ${address}`).toBe(expected)
      }
    }
  })

  it('is redirected to the plain sign-in page when the requested address is not of the site', async () => {
    const site = await startTestSite({ env: SETTINGS })
    const addresses = [
      'https://evil.example/',
      'http://app.example.com/',
      'https://app.example.com:8443/',
      'https://app.example.com.evil.example/',
      'https://user@app.example.com/',
      'https://app.example.com\\@evil.example/',
      'https://app.example.com%2f@evil.example/',
      'ftp://app.example.com/',
      'https:///members',
      'https://app.example.com',
      'https://app.example.com/a b',
      'https://app.example.com/\\evil.example',
      `https://app.example.com/${'a'.repeat(2_001)}`,
    ]
    for (const address of addresses) {
      for (const path of [FORWARD_AUTH, SIGN_IN]) {
        const to = await outcomeOf(site.url + path, { ...NAVIGATION, ...forwarded(address) })
        expect(to, address).toBe(`${DOORMAN}/`)
      }
    }
  })

  it('uses the last proxy of a chain', async () => {
    const site = await startTestSite({ env: SETTINGS })
    const chain = {
      'X-Forwarded-Proto': 'http, https',
      'X-Forwarded-Host': 'evil.example, app.example.com',
      'X-Forwarded-Uri': '/members',
    }
    const to = await outcomeOf(site.url + FORWARD_AUTH, { ...NAVIGATION, ...chain })
    expect(to).toBe(signInFor(`${APP}/members`))
  })

  it.each(['', '10.0.0.0/8'])(
    'has its forwarded headers ignored when TRUSTED_PROXIES is %j',
    async (TRUSTED_PROXIES) => {
      const site = await startTestSite({ env: { ...SETTINGS, TRUSTED_PROXIES } })
      const lies = {
        ...forwarded(`${APP}/members`),
        'X-Forwarded-Method': 'POST',
        'X-Forwarded-For': '127.0.0.1',
      }
      for (const path of [FORWARD_AUTH, SIGN_IN])
        expect(await outcomeOf(site.url + path, { ...NAVIGATION, ...lies })).toBe(`${DOORMAN}/`)
      const program = { ...lies, 'X-Forwarded-Method': 'GET' }
      expect(await outcomeOf(site.url + FORWARD_AUTH, program)).toBe(401)
    },
  )

  it('is redirected to the page below the path of PUBLIC_URL', async () => {
    const site = await startTestSite({ env: { ...SETTINGS, PUBLIC_URL: BELOW } })
    const asked = { ...NAVIGATION, ...forwarded(`${DOORMAN}/members?a=1&b=2`) }
    for (const path of [FORWARD_AUTH, SIGN_IN]) {
      const to = await outcomeOf(`${site.url}/door${path}`, asked)
      expect(to).toBe(signInFor(`${DOORMAN}/members?a=1&b=2`, BELOW))
    }
    expect((await askAsProxy(`${site.url}${FORWARD_AUTH}`, { headers: asked })).status).toBe(404)
  })
})

describe('the sign-in page', () => {
  it('is the target of /sign-in, for any caller and method', async () => {
    const site = await startTestSite({ env: SETTINGS })
    const asked = forwarded(`${APP}/members?a=1&b=2`)
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE'])
      expect(await outcomeOf(site.url + SIGN_IN, asked, method)).toBe(signInFor(`${APP}/members?a=1&b=2`))
    const fetching = { ...asked, 'Sec-Fetch-Mode': 'cors' }
    expect(await outcomeOf(site.url + SIGN_IN, fetching)).toBe(signInFor(`${APP}/members?a=1&b=2`))
  })

  it.each([DOORMAN, BELOW])('of %s behind its own gate does not redirect in circles', async (PUBLIC_URL) => {
    const site = await startTestSite({ env: { ...SETTINGS, PUBLIC_URL } })
    const base = new URL(`${PUBLIC_URL}/`).pathname.slice(0, -1)
    for (const path of [FORWARD_AUTH, SIGN_IN]) {
      let address = `${DOORMAN}/members`
      let redirects = 0
      let status = 302
      while (status === 302 && redirects < 20) {
        const headers = { ...NAVIGATION, ...forwarded(address) }
        const answer = await askAsProxy(site.url + base + path, { headers })
        status = answer.status
        if (status === 302) redirects++
        address = answer.headers.location ?? ''
      }
      expect([status, redirects]).toEqual([401, 1])
    }
    const warnings = site.lines.filter(({ msg }) => msg.includes('leave the pages of Doorman out'))
    expect(warnings).toHaveLength(1)
  })
})
