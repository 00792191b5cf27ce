import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

describe('a provider that fails', () => {
  const GITHUB = ['/login/oauth/access_token', '/api/v3/user', '/api/v3/user/emails']
  const X = ['/oauth/access_token', '/1.1/account/verify_credentials.json']
  const cases = [
    ...GITHUB.map((path) => ['github', path] as const),
    ...X.map((path) => ['twitter', path] as const),
  ]
  const faults = [
    { kind: 'down' },
    { kind: 'answer', status: 429, body: 'slow down' },
    { kind: 'answer', status: 500, body: '<html>' },
    { kind: 'answer', status: 200, body: '<html>', type: 'html' },
    { kind: 'answer', status: 200, body: '{"id":"x"}', type: 'json' },
    { kind: 'answer', status: 200, body: 'null', type: 'json' },
    { kind: 'answer', status: 200, body: 'a'.repeat(1_500_000), type: 'json' },
  ] as const

  it.each(cases)(
    '%s: %s answers every kind of nonsense with "unavailable", and stores nothing',
    async (provider, path) => {
      const site = await startTestSite({ expectedErrors: /the provider did not identify the person/ })
      for (const fault of faults) {
        const browser = site.visitor()
        const callback = await browser.choose(await browser.begin(provider), 'ada')
        site[provider === 'github' ? 'github' : 'x'].faults.set(path, fault)
        const response = await browser.get(callback)
        expect(response.headers.get('location'), JSON.stringify(fault).slice(0, 80)).toBe(
          '/?error=unavailable',
        )
        site.github.faults.clear()
        site.x.faults.clear()
      }
      expect(await site.document()).toMatchObject({ accounts: [], sessions: [], jobs: [], deadLetters: [] })
    },
  )

  it('answers "unavailable" when X does not let a sign-in begin', async () => {
    const site = await startTestSite({ expectedErrors: /did not let a sign-in begin/ })
    for (const fault of faults) {
      site.x.faults.set('/oauth/request_token', fault)
      const response = await site.visitor().get('/auth/twitter')
      expect(response.headers.get('location'), JSON.stringify(fault).slice(0, 80)).toBe('/?error=unavailable')
    }
  })

  it.each(['oauth_token=a', 'oauth_token=&oauth_token_secret=b', 'oauth_token=a&oauth_token_secret='])(
    'answers "unavailable" when X sends only %s',
    async (body) => {
      const site = await startTestSite({ expectedErrors: /did not let a sign-in begin/ })
      const answer = `${body}&oauth_callback_confirmed=true`
      site.x.faults.set('/oauth/request_token', { kind: 'answer', status: 200, body: answer })
      const response = await site.visitor().get('/auth/twitter')
      expect(response.headers.get('location')).toBe('/?error=unavailable')
    },
  )

  it.each([
    { status: 400, body: '{"access_token":"gho_0123456789abcdefghij"' },
    { status: 200, body: '"gho_0123456789abcdefghij' },
  ])('keeps the tokens of an answer of $status out of the log', async (answer) => {
    const site = await startTestSite({ expectedErrors: /the provider did not identify the person/ })
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    site.github.faults.set('/login/oauth/access_token', { kind: 'answer', type: 'json', ...answer })
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=unavailable')
    expect(JSON.stringify(site.lines)).not.toContain('gho_')
  })

  it.each([
    ['access_token=TOKEN&scope=user%3Aemail&token_type=bearer', '/account'],
    ['error=bad_verification_code&access_token=TOKEN', '/?error=unavailable'],
  ])('reads a token from the form %j, GitHub’s default', async (form, location) => {
    const site = await startTestSite({ expectedErrors: /the provider did not identify the person/ })
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    site.github.faults.set('/login/oauth/access_token', { kind: 'answer', status: 200, body: form })
    for (const [path, body] of [
      ['/api/v3/user', { id: 1815, login: 'ada' }],
      ['/api/v3/user/emails', []],
    ] as const) {
      site.github.faults.set(path, { kind: 'answer', status: 200, body: JSON.stringify(body) })
    }
    expect((await browser.get(callback)).headers.get('location')).toBe(location)
  })

  it.each([401, 403, 404, 410])(
    'uses the newer endpoint of X when the older one refuses with %i',
    async (status) => {
      const site = await startTestSite()
      const body = '{"errors":[{"code":453,"message":"no access"}]}'
      site.x.faults.set('/1.1/account/verify_credentials.json', {
        kind: 'answer',
        status,
        body,
        type: 'json',
      })
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      expect(await userOf(browser)).toMatchObject({ email: 'ada.lovelace@example.org', emailVerified: true })
    },
  )
})
