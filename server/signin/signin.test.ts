import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/testSite.ts'

describe.each(['github', 'twitter'])('signing in with %s', (provider) => {
  it('makes a user of a newcomer and recognises them when they return', async () => {
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

  it('goes where it was asked to return to', async () => {
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

  it('makes one user of twenty simultaneous first sign-ins of one person', async () => {
    const site = await startTestSite()
    const callbacks = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const browser = site.visitor()
        return { browser, callback: await browser.choose(await browser.begin(provider), 'ada') }
      }),
    )
    const users = await Promise.all(
      callbacks.map(async ({ browser, callback }) => {
        await browser.get(callback)
        return userOf(browser)
      }),
    )
    expect(new Set(users.map((user) => user?.id)).size).toBe(1)
    expect(users[0]?.connections).toHaveLength(1)
  })

  it('says "cancelled" when consent is refused', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const response = await browser.signIn(provider, '')
    expect(response.headers.get('location')).toBe('/?error=cancelled')
    expect(await userOf(browser)).toBeNull()
  })

  it('says "expired", and asks the provider nothing, without a handshake of this browser', async () => {
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
  ])('says "expired" to the forged callback %s', async (query) => {
    const site = await startTestSite()
    const response = await site.visitor().get(`/auth/${provider}/callback${query}`)
    expect(response.headers.get('location')).toBe('/?error=expired')
  })

  it('says "expired" when a callback is used again', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    await browser.get(callback)
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })

  it('says "expired" after ten minutes', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin(provider), 'ada')
    site.advance(11 * 60_000)
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })

  it('leaves nothing in the store for those who never come back', async () => {
    const site = await startTestSite()
    const before = await site.dump()
    await site.visitor().begin(provider)
    await site.visitor().signIn(provider, '')
    expect(await site.dump()).toBe(before)
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

  it('keeps no session id in the store', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada')
    const id = browser.cookies.get('session') ?? ''
    expect(Buffer.from(id, 'base64url')).toHaveLength(32)
    expect(await site.dump()).not.toContain(id)
  })
})

describe('a provider in trouble', () => {
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
    '%s: %s makes "unavailable" of every nonsense, and stores nothing',
    async (provider, path) => {
      const site = await startTestSite({ expectedErrors: /the provider did not say who came/ })
      const before = await site.dump()
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
      expect(await site.dump()).toBe(before)
    },
  )

  it('says "unavailable" when X does not even let a sign-in begin', async () => {
    const site = await startTestSite({ expectedErrors: /did not let a sign-in begin/ })
    site.x.faults.set('/oauth/request_token', { kind: 'down' })
    const response = await site.visitor().get('/auth/twitter')
    expect(response.headers.get('location')).toBe('/?error=unavailable')
  })

  it('asks X the newer way where the older is refused', async () => {
    const site = await startTestSite()
    const body = '{"errors":[{"code":453,"message":"no access"}]}'
    site.x.faults.set('/1.1/account/verify_credentials.json', {
      kind: 'answer',
      status: 403,
      body,
      type: 'json',
    })
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    expect(await userOf(browser)).toMatchObject({ email: 'ada.lovelace@example.org', emailVerified: true })
  })
})

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

describe('the pipeline', () => {
  it('shows the visitor the reason of a step that refuses', async () => {
    const { site: whole } = await import('../site.ts')
    const site = await startTestSite({
      site: {
        pipeline: [() => ({ refused: 'staff-only', jobs: [] }), ...whole.pipeline],
        refusals: { 'staff-only': 'Only staff may come in.' },
      },
    })
    const browser = site.visitor()
    expect((await browser.signIn('github', 'ada')).headers.get('location')).toBe('/?error=staff-only')
    expect(await (await browser.get('/api/refusals/staff-only')).json()).toEqual({
      message: 'Only staff may come in.',
    })
    expect((await browser.get('/api/refusals/toString')).status).toBe(404)
  })

  it('lets nobody new in when createUser is cut', async () => {
    const { site: whole } = await import('../site.ts')
    const { createUser } = await import('./steps/createUser.ts')
    const site = await startTestSite({
      site: { pipeline: whole.pipeline.filter((step) => step !== createUser) },
    })
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=no-account')
  })
})

describe('the way in', () => {
  it('knows only configured providers', async () => {
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

  it('does not take parameters of a callback for one', async () => {
    const site = await startTestSite()
    const query = '?code=1&state=2&error=access_denied&oauth_token=3&denied=4'
    expect(await site.visitor().begin('github', query)).toContain('/login/oauth/authorize?')
    expect(await site.visitor().begin('twitter', query)).toContain('/oauth/authenticate?')
  })

  it('sends state and PKCE to GitHub, and asks X for no more than reading when nothing is posted', async () => {
    const site = await startTestSite({ env: { WELCOME_TWEET: '' } })
    const url = new URL(await site.visitor().begin('github'))
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.searchParams.get('scope')).toBe('user:email')
    await site.visitor().begin('twitter')
    expect([...site.x.tokens.values()].map(({ access }) => access)).toEqual(['read'])
  })

  it('lets 60 sign-ins a minute begin from one address, and then says so in words', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const statuses = new Set<number>()
    for (let count = 0; count < 60; count++) statuses.add((await site.visitor().get('/auth/github')).status)
    expect([...statuses]).toEqual([302])
    const response = await browser.get('/auth/github', { Accept: 'text/html' })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.text()).toContain('Too many sign-ins')
  })
})

describe('the way out', () => {
  it('ends the session here and in the browser', async () => {
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

  it('changes nothing when another site asks for it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.get('/logout', { 'Sec-Fetch-Site': 'cross-site' })
    expect(await userOf(browser)).not.toBeNull()
  })
})
