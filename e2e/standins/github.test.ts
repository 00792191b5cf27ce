import { describe, expect, it } from 'vitest'
import { CALLBACK, gitHubClient, VERIFIER } from './gitHubClient.ts'

describe('the authorize page', () => {
  it('shows the people with a GitHub account, escapes names, and returns the state with a code', async () => {
    const { github, browser, authorizeUrl, choose } = await gitHubClient()
    github.people.push({
      key: 'eve',
      name: '<i>Eve</i>',
      note: '',
      github: { id: 1, login: 'eve', emails: [] },
    })
    const text = await (await browser.get(authorizeUrl())).text()
    expect(text).toContain('Ada Lovelace')
    expect(text).not.toContain('dorothy')
    expect(text).not.toContain('<i>Eve')
    expect(Object.fromEntries(await choose('eve'))).toEqual({
      code: expect.stringMatching(/^\w{20}$/),
      state: 's&"1',
    })
  })

  it('returns access_denied when the person refuses', async () => {
    const { choose } = await gitHubClient()
    const answer = Object.fromEntries(await choose(''))
    expect(answer).toMatchObject({
      error: 'access_denied',
      state: 's&"1',
      error_description: expect.any(String),
    })
    expect(answer).not.toHaveProperty('code')
  })

  it.each([
    ['an unknown client', { client_id: 'other' }, 404],
    ['a callback on another host', { redirect_uri: 'http://evil.example.org/auth/github/callback' }, 400],
    ['a callback with the registered one as its beginning', { redirect_uri: `${CALLBACK}-evil` }, 400],
    ['a callback that is not a URL', { redirect_uri: 'nonsense' }, 400],
    ['a plain code challenge', { code_challenge_method: 'plain' }, 400],
  ])('refuses %s', async (_, changes, status) => {
    const { browser, authorizeUrl } = await gitHubClient()
    expect((await browser.get(authorizeUrl(changes))).status).toBe(status)
    expect((await browser.post(authorizeUrl(changes), { person: 'ada' })).status).toBe(status)
  })

  it('accepts callbacks below the registered one, and uses the registered one by default', async () => {
    const { browser, authorizeUrl } = await gitHubClient()
    const below = await browser.choose(authorizeUrl({ redirect_uri: `${CALLBACK}/below` }), 'ada')
    expect(below).toContain(`${CALLBACK}/below?code=`)
    expect(await browser.choose(authorizeUrl({ redirect_uri: undefined }), 'ada')).toContain(
      `${CALLBACK}?code=`,
    )
  })
})

describe('the token', () => {
  it('is issued once for a code with the right verifier', async () => {
    const { choose, exchange, github } = await gitHubClient()
    const code = (await choose('ada')).get('code') ?? ''
    const answer = await (await exchange({ code, code_verifier: VERIFIER })).json()
    expect(answer).toMatchObject({
      access_token: expect.stringMatching(/^gho_/),
      scope: 'user:email',
      token_type: 'bearer',
    })
    expect(github.grants.map(({ key }) => key)).toEqual(['ada'])
    const again = await exchange({ code, code_verifier: VERIFIER })
    expect([again.status, await again.json()]).toMatchObject([200, { error: 'bad_verification_code' }])
  })

  it.each([
    ['a wrong verifier', { code_verifier: 'wrong' }, 'bad_verification_code'],
    ['no verifier', {}, 'bad_verification_code'],
    ['a wrong secret', { code_verifier: VERIFIER, client_secret: 'wrong' }, 'incorrect_client_credentials'],
    ['another callback', { code_verifier: VERIFIER, redirect_uri: `${CALLBACK}/x` }, 'redirect_uri_mismatch'],
    ['an unknown code', { code_verifier: VERIFIER, code: 'wrong' }, 'bad_verification_code'],
  ])('is refused, with 200, for %s', async (_, fields, error) => {
    const { choose, exchange, github } = await gitHubClient()
    const code = (await choose('ada')).get('code') ?? ''
    const answer = await exchange({ code, ...fields })
    expect([answer.status, await answer.json()]).toMatchObject([200, { error }])
    expect(github.tokens.size).toBe(0)
  })

  it('needs no verifier if the authorize request had no challenge', async () => {
    const { choose, exchange } = await gitHubClient()
    const without = { code_challenge: undefined, code_challenge_method: undefined }
    const code = (await choose('ada', without)).get('code') ?? ''
    expect(await (await exchange({ code })).json()).toHaveProperty('access_token')
  })

  it('is refused for a code that is older than ten minutes', async () => {
    const { choose, exchange, clock } = await gitHubClient()
    const code = (await choose('ada')).get('code') ?? ''
    clock.offset = 10 * 60_000 + 1_000
    expect(await (await exchange({ code, code_verifier: VERIFIER })).json()).toMatchObject({
      error: 'bad_verification_code',
    })
  })

  it('comes form-encoded unless Accept asks for JSON; the request may be JSON', async () => {
    const { exchange } = await gitHubClient()
    const answer = await exchange({ code: 'wrong' }, { headers: {} })
    expect(answer.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(new URLSearchParams(await answer.text()).get('error')).toBe('bad_verification_code')
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
    const body = JSON.stringify({ client_id: 'client', client_secret: 'wrong' })
    expect(await (await exchange({}, { headers, body })).json()).toMatchObject({
      error: 'incorrect_client_credentials',
    })
  })
})

describe('tokens that expire', () => {
  async function expiring() {
    const client = await gitHubClient()
    client.github.app.hasExpiringTokens = true
    const code = (await client.choose('ada')).get('code') ?? ''
    const first = (await (await client.exchange({ code, code_verifier: VERIFIER })).json()) as Record<
      string,
      string
    >
    const refresh = async (token = '') =>
      (await (await client.exchange({ grant_type: 'refresh_token', refresh_token: token })).json()) as Record<
        string,
        string
      >
    return { ...client, first, refresh }
  }

  it('come with a refresh token and expire after 8 hours, while the grant stays', async () => {
    const { first, api, clock, github } = await expiring()
    expect(first).toMatchObject({ expires_in: 28_800, refresh_token_expires_in: 15_897_600 })
    expect(first.refresh_token).toMatch(/^ghr_/)
    expect((await api('/user', first.access_token ?? '')).status).toBe(200)
    clock.offset = 28_801_000
    expect((await api('/user', first.access_token ?? '')).status).toBe(401)
    expect(github.grants.map(({ key }) => key)).toEqual(['ada'])
  })

  it('can be refreshed once per refresh token, while the grant exists', async () => {
    const { first, refresh, api, clock, github } = await expiring()
    clock.offset = 28_801_000
    const second = await refresh(first.refresh_token)
    expect((await api('/user', second.access_token ?? '')).status).toBe(200)
    expect(await refresh(first.refresh_token)).toMatchObject({ error: 'bad_refresh_token' })
    const [ada] = github.grants
    if (ada) github.removeGrant(ada)
    expect(await refresh(second.refresh_token)).toMatchObject({ error: 'bad_refresh_token' })
    expect(github.grants).toEqual([])
  })
})

describe('an application with wrong settings', () => {
  it.each([
    ['isSuspended', 'application_suspended'],
    ['isCallbackWrong', 'redirect_uri_mismatch'],
  ] as const)('gets the error with the redirect: %s', async (name, error) => {
    const { github, choose } = await gitHubClient()
    github.app[name] = true
    expect(Object.fromEntries(await choose('ada'))).toEqual({ error, state: 's&"1' })
  })

  it('may not read addresses without the permission', async () => {
    const { github, tokenOf, api } = await gitHubClient()
    github.app.canReadEmail = false
    expect((await api('/user/emails', await tokenOf('ada'))).status).toBe(403)
  })
})

describe('the API', () => {
  it('answers the profile, the addresses and the picture of the person', async () => {
    const { github, tokenOf, api } = await gitHubClient()
    const token = await tokenOf('katherine')
    const user = (await (await api('/user', token)).json()) as { avatar_url: string }
    expect(user).toMatchObject({
      id: 1918,
      login: 'k'.repeat(39),
      name: '수학자 Katherine Johnson 🚀',
      email: null,
    })
    expect(await (await api('/user/emails', token)).json()).toMatchObject([
      { email: 'old@example.org', primary: true, verified: false },
      { email: 'katherine@example.org', primary: false, verified: true },
    ])
    expect(user.avatar_url).toContain(github.url)
    expect((await fetch(user.avatar_url)).headers.get('content-type')).toContain('image/svg+xml')
  })

  it('hides the addresses from a token without the scope', async () => {
    const { tokenOf, api } = await gitHubClient()
    const token = await tokenOf('ada', { scope: undefined })
    expect((await api('/user', token)).status).toBe(200)
    expect((await api('/user/emails', token)).status).toBe(404)
  })

  it('answers 401 without a token and to an unknown one', async () => {
    const { api } = await gitHubClient()
    for (const token of ['', 'gho_wrong']) expect((await api('/user', token)).status).toBe(401)
  })

  it('ends all tokens of the person with the grant; a second deletion gets 422', async () => {
    const { github, tokenOf, api } = await gitHubClient()
    const [first, second, other] = [await tokenOf('ada'), await tokenOf('ada'), await tokenOf('grace')]
    const revoke = (password: string) =>
      fetch(`${github.apiUrl}/applications/client/grant`, {
        method: 'DELETE',
        headers: { Authorization: `Basic ${Buffer.from(`client:${password}`).toString('base64')}` },
        body: JSON.stringify({ access_token: first }),
      })
    expect((await revoke('wrong')).status).toBe(401)
    expect((await revoke('secret')).status).toBe(204)
    expect((await revoke('secret')).status).toBe(422)
    const statuses = await Promise.all(
      [first, second, other].map(async (token) => (await api('/user', token)).status),
    )
    expect(statuses).toEqual([401, 401, 200])
    expect(github.grants.map(({ key }) => key)).toEqual(['grace'])
  })

  it('logs the requests in order', async () => {
    const { github, tokenOf, api } = await gitHubClient()
    await api('/user', await tokenOf('ada'))
    expect(github.requests).toEqual([
      'GET /login/oauth/authorize',
      'POST /login/oauth/authorize',
      'POST /login/oauth/access_token',
      'GET /api/v3/user',
    ])
  })
})
