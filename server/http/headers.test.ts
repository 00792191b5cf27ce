import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** Every kind of response: pages, data, redirects, and refusals of each sort. */
async function everyAnswer(site: Site): Promise<Map<string, Response>> {
  const [visitor, member] = [site.visitor(), site.visitor()]
  const callback = await member.choose(await member.begin('twitter'), 'ada')
  const html = { Accept: 'text/html' }
  const json = { 'Content-Type': 'application/json' }
  return new Map([
    ['the callback', await member.get(callback)],
    ['a page', await visitor.get('/')],
    ['the session', await member.get('/api/session')],
    ['the events', await member.get('/api/account/events')],
    ['an icon', await visitor.get('/icons/github.svg')],
    ['the way to a provider', await visitor.get('/auth/github')],
    ['a forged callback', await visitor.get('/auth/github/callback?code=1&state=2')],
    ['an unknown provider', await visitor.get('/auth/nobody', html)],
    ['an unknown address', await visitor.get('/api/nothing')],
    ['a method that is not allowed', await visitor.fetch('/api/session', { method: 'PUT' })],
    ['a page that is posted to', await visitor.post('/')],
    ['a stranger’s wish', await visitor.post('/api/account/delete')],
    ['another site’s wish', await member.post('/api/account/delete', {}, { 'Sec-Fetch-Site': 'cross-site' })],
    ['a broken body', await member.fetch('/api/welcome-tweet', { method: 'POST', body: '{', headers: json })],
    ['a reminder', await visitor.post('/api/reminder', { email: 'ada.lovelace@example.org' })],
    ['a reminder for nobody', await visitor.post('/api/reminder', { email: 'x@example.org' })],
    ['a reminder by GET', await visitor.get('/api/reminder')],
    ['too much', await visitor.post('/api/reminder', { email: 'a'.repeat(20_000) })],
    ['a decline', await member.fetch('/api/welcome-tweet', { method: 'DELETE' })],
    ['the health', await visitor.get('/healthz')],
    ['the readiness', await visitor.get('/readyz')],
    ['a deletion', await member.post('/api/account/delete')],
    ['signing out', await visitor.get('/logout')],
  ])
}

const PERSONAL = [
  'the callback',
  'the session',
  'the events',
  'the way to a provider',
  'a reminder',
  'a reminder for nobody',
  'a decline',
  'a deletion',
  'signing out',
]

describe('every response', () => {
  it('has the headers that protect pages, and none about the server', async () => {
    const site = await startTestSite()
    for (const [name, { headers }] of await everyAnswer(site)) {
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, name).toContain("default-src 'none'")
      expect(policy, name).toContain("frame-ancestors 'none'")
      expect(policy, name).toContain("base-uri 'none'")
      expect(policy, name).toContain("object-src 'none'")
      expect(policy, name).toMatch(/form-action '(self|none)'/)
      expect(policy, name).not.toMatch(/unsafe|\*|data:|blob:|https?: |https?:;/)
      expect(headers.get('x-content-type-options'), name).toBe('nosniff')
      expect(headers.get('x-frame-options'), name).toBe('DENY')
      expect(headers.get('referrer-policy'), name).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy'), name).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy'), name).toBe('same-origin')
      expect(headers.get('permissions-policy'), name).toContain('camera=()')
      for (const telling of ['server', 'x-powered-by', 'via']) expect(headers.get(telling), name).toBeNull()
    }
  })

  it('is not stored by caches when it is personal', async () => {
    const answers = await everyAnswer(await startTestSite())
    for (const name of PERSONAL)
      expect(answers.get(name)?.headers.get('cache-control'), name).toBe('no-store')
  })

  it('has HSTS if and only if the site is served over https', async () => {
    const secure = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io' } })
    for (const path of ['/', '/api/session', '/api/nothing', '/auth/nobody', '/healthz']) {
      expect((await secure.visitor().get(path)).headers.get('strict-transport-security'), path).toBe(
        'max-age=31536000',
      )
    }
    const plain = await startTestSite()
    expect((await plain.visitor().get('/')).headers.get('strict-transport-security')).toBeNull()
  })

  it('includes subdomains in HSTS when the owner says so', async () => {
    const env = { PUBLIC_URL: 'https://dif.io', HSTS_SUBDOMAINS: 'on' }
    const visitor = (await startTestSite({ env })).visitor()
    for (const path of ['/', '/api/nothing'])
      expect((await visitor.get(path)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000; includeSubDomains',
      )
  })
})

describe('TRACE', () => {
  it.each(['/', '/api/session', '/auth/github', '/logout', '/nothing'])(
    'is not echoed at %s',
    async (path) => {
      const site = await startTestSite()
      const body = await new Promise<string>((resolve, reject) => {
        const headers = { 'X-Planted': 'secret', Cookie: 'session=secret' }
        const asking = request(`${site.url}${path}`, { method: 'TRACE', headers }, (response) => {
          let text = `${response.statusCode} `
          response.on('data', (chunk) => {
            text += chunk
          })
          response.once('end', () => resolve(text))
        })
        asking.once('error', reject).end()
      })
      expect(body).toMatch(/^405 /)
      expect(body).not.toContain('secret')
    },
  )
})

describe('the pictures that a page may load', () => {
  const pictures = async (env: Record<string, string>) => {
    const site = await startTestSite({ env })
    const policy = (await site.visitor().get('/')).headers.get('content-security-policy') ?? ''
    return /img-src ([^;]*)/.exec(policy)?.[1]?.split(' ')
  }

  it('are those of the configured providers', async () => {
    const x = { TWITTER_API_URL: 'https://api.x.com', GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '' }
    expect(await pictures(x)).toEqual([
      "'self'",
      'https://pbs.twimg.com',
      'https://abs.twimg.com',
      'https://api.x.com',
    ])
    const github = { GITHUB_URL: 'https://github.com', TWITTER_CONSUMER_KEY: '', TWITTER_CONSUMER_SECRET: '' }
    expect(await pictures(github)).toEqual(["'self'", 'https://avatars.githubusercontent.com'])
    expect(await pictures({ ...github, GITHUB_URL: 'https://ghe.example' })).toContain(
      'https://avatars.ghe.example',
    )
  })

  it('include the site’s logo', async () => {
    expect(await pictures({ SITE_LOGO_URL: 'https://cdn.example.org/a/logo.svg' })).toContain(
      'https://cdn.example.org',
    )
    expect(await pictures({ SITE_LOGO_URL: '/logo.svg' })).not.toContain('/logo.svg')
  })
})
