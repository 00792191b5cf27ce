import { describe, expect, it } from 'vitest'
import { xClient } from './xClient.ts'

describe('the handshake', () => {
  it('gives a token of the person who consented', async () => {
    const { signIn, get, standIn } = await xClient()
    const token = await signIn('ada')
    expect(token.token).toMatch(/^18151210-/)
    const answer = await get('/1.1/account/verify_credentials.json?include_email=true', token)
    expect(JSON.parse(answer.body)).toMatchObject({
      id_str: '18151210',
      screen_name: 'ada_lovelace',
      name: 'Ada Lovelace',
      email: 'ada.lovelace@example.org',
    })
    expect(standIn.tokens.size).toBe(1)
  })

  it('refuses a wrong consumer secret and a callback that is not approved', async () => {
    const { clientWith, requestToken } = await xClient()
    expect(await requestToken(clientWith('wrong'))).toMatchObject({
      status: 401,
      body: expect.stringContaining('32'),
    })
    const evil = await requestToken(clientWith('secret', 'http://evil.example.org/'))
    expect(evil).toMatchObject({ status: 403, body: expect.stringContaining('415') })
  })

  it('refuses a request that was changed, repeated or signed too long ago', async () => {
    const { clientWith, standIn } = await xClient()
    const url = `${standIn.url}/oauth/request_token`
    const send = async (target: string, header: string) =>
      (await fetch(target, { method: 'POST', headers: { Authorization: header } })).status
    const sign = () => {
      const client = clientWith('secret') as unknown as { authHeader(...parts: unknown[]): string }
      return client.authHeader(url, '', '', 'POST')
    }
    // `authHeader` leaves the callback out, so a valid signature gets 403, not 200.
    const header = sign()
    expect(await send(`${url}?x_auth_access_type=read`, header)).toBe(401)
    expect(await send(url, header.replace(/oauth_nonce="./, 'oauth_nonce="_'))).toBe(401)
    expect(await send(url, header)).toBe(403)
    expect(await send(url, header)).toBe(401)
    expect(await send(url, sign().replace(/oauth_timestamp="\d+"/, 'oauth_timestamp="1318622958"'))).toBe(401)
    for (const nonsense of ['', 'Bearer x', 'OAuth oauth_consumer_key="%"'])
      expect(await send(url, nonsense)).toBe(401)
  })

  it('shows the consent page at /oauth/authorize, too', async () => {
    const { requestToken, browser, standIn } = await xClient()
    const { token } = await requestToken()
    const page = await browser.get(`${standIn.url}/oauth/authorize?oauth_token=${token}`)
    expect(await page.text()).toContain('Who are you?')
  })

  it('refuses an app that is suspended, has another callback, or has no credit', async () => {
    const { standIn, requestToken, signIn, get } = await xClient()
    const token = await signIn('ada')
    standIn.app.hasCredit = false
    for (const path of ['/1.1/account/verify_credentials.json', '/2/users/me'])
      expect((await get(path, token)).status).toBe(402)
    standIn.app.isCallbackApproved = false
    expect(await requestToken()).toMatchObject({ status: 403, body: expect.stringContaining('415') })
    standIn.app.isSuspended = true
    expect(await requestToken()).toMatchObject({ status: 403, body: expect.stringContaining('416') })
  })

  it('returns denied when the person refuses, and drops the request token', async () => {
    const { requestToken, choose, browser, standIn } = await xClient()
    const { token } = await requestToken()
    expect(Object.fromEntries(await choose(token, ''))).toEqual({ denied: token })
    expect((await browser.get(`${standIn.url}/oauth/authenticate?oauth_token=${token}`)).status).toBe(404)
  })

  it('exchanges a request token once, and only with its verifier', async () => {
    const { requestToken, choose, exchange } = await xClient()
    const request = await requestToken()
    expect((await exchange(request, '')).status).toBe(401)
    const verifier = (await choose(request.token, 'grace')).get('oauth_verifier') ?? ''
    expect((await exchange(request, 'wrong')).status).toBe(401)
    expect((await exchange(request, verifier)).status).toBe(200)
    expect((await exchange(request, verifier)).status).toBe(401)
  })
})

describe('the profile', () => {
  it('comes from v2 as well, with the requested fields', async () => {
    const { signIn, get } = await xClient()
    const token = await signIn('dorothy')
    const short = JSON.parse((await get('/2/users/me', token)).body)
    expect(short.data).toEqual({
      id: '19100920123456789',
      name: expect.stringContaining('東京'),
      username: 'dorothy_vaughan',
    })
    const long = JSON.parse(
      (await get('/2/users/me?user.fields=confirmed_email,profile_image_url', token)).body,
    )
    expect(long.data).toMatchObject({
      confirmed_email: 'dorothy@example.org',
      profile_image_url: expect.any(String),
    })
  })

  it('has no unconfirmed address, and none at all without the permission', async () => {
    const { signIn, get, standIn } = await xClient()
    const [v1, v2] = [
      '/1.1/account/verify_credentials.json?include_email=true',
      '/2/users/me?user.fields=confirmed_email',
    ]
    const mallory = await signIn('mallory')
    expect(JSON.parse((await get(v1, mallory)).body).email).toBeNull()
    expect(JSON.parse((await get(v2, mallory)).body).data).not.toHaveProperty('confirmed_email')
    const ada = await signIn('ada')
    standIn.app.canReadEmail = false
    expect(JSON.parse((await get(v1, ada)).body)).not.toHaveProperty('email')
    expect(JSON.parse((await get(v2, ada)).body).data).not.toHaveProperty('confirmed_email')
  })

  it('is not available from v1.1 to lower access tiers', async () => {
    const { signIn, get } = await xClient({ canUseV1: false })
    const answer = await get('/1.1/account/verify_credentials.json', await signIn('ada'))
    expect(answer).toEqual({ status: 403, body: expect.stringContaining('453') })
  })
})
