import { createPublicKey, verify } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { askAsProxy } from '../../e2e/support/asProxy.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { User } from '../store/account.ts'
import { assertionKeyOf, createAssertions } from './assertions.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const DOORMAN = 'https://www.example.com'
const JWKS = '/.well-known/jwks.json'
const [OLD, NEW] = ['the-old-secret-of-thirty-two-letters', 'the-new-secret-of-thirty-two-letters']

const TRUSTED = { TRUSTED_PROXIES: '127.0.0.1' }

async function keysOf(site: Site) {
  const { body } = await askAsProxy(site.url + JWKS)
  return JSON.parse(body) as { keys: { kid: string; x: string }[] }
}

/** The assertion for the browser's cookies when it asks for a page of `origin`. */
async function assertionFor(site: Site, Cookie: string, origin?: string): Promise<string> {
  const [, proto = '', host = ''] = /^(\w+):\/\/(.*)$/.exec(origin ?? '') ?? []
  const forwarded = origin ? { 'X-Forwarded-Proto': proto, 'X-Forwarded-Host': host } : {}
  const headers = { Cookie, ...forwarded }
  const answer = await askAsProxy(`${site.url}/api/authz/auth-request`, { headers })
  expect(answer.status).toBe(200)
  return String(answer.headers['remote-assertion'])
}

async function adaAt(site: Site) {
  const visitor = site.visitor()
  await visitor.signIn('github', 'ada')
  return { visitor, Cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; ') }
}

function partsOf(jwt: string) {
  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const parse = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  return { header: parse(header), claims: parse(claims), signed: `${header}.${claims}`, signature }
}

describe('an assertion', () => {
  it('names the person who is signed in to PUBLIC_URL, for a minute, under a published key', async () => {
    const site = await startTestSite()
    const { Cookie, visitor } = await adaAt(site)
    const jwt = await assertionFor(site, Cookie)
    const { header, claims, signed, signature } = partsOf(jwt)
    const user = await userOf(visitor)
    expect(claims).toEqual({
      iss: site.url,
      aud: site.url,
      sub: user?.id,
      iat: expect.any(Number),
      exp: Number(claims.iat) + 60,
      preferred_username: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      email_verified: true,
      picture: user?.avatarUrl,
    })
    expect(Math.abs(Number(claims.iat) - Date.now() / 1_000)).toBeLessThan(5)

    const { keys } = await keysOf(site)
    const key = keys.find(({ kid }) => kid === header.kid)
    expect(header).toMatchObject({ alg: 'EdDSA' })
    expect(key).toEqual({ kty: 'OKP', crv: 'Ed25519', x: key?.x, kid: header.kid, use: 'sig', alg: 'EdDSA' })
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key?.x }, format: 'jwk' })
    const isValid = (text: string) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
    expect([isValid(signed), isValid(`${signed}x`)]).toEqual([true, false])
  })

  it('has the path of PUBLIC_URL in its issuer and not in its audience', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: `${DOORMAN}/door`, SECRET: OLD } })
    expect((await askAsProxy(site.url + JWKS)).status).toBe(404)
    const { keys } = JSON.parse((await askAsProxy(`${site.url}/door${JWKS}`)).body)
    expect(keys).toHaveLength(1)
    const { secrets, publicUrl } = site.services.config
    const jwt = await createAssertions({ secrets, publicUrl }).sign(USER, DOORMAN, 0)
    expect(partsOf(jwt).claims).toMatchObject({ iss: `${DOORMAN}/door`, aud: DOORMAN })
  })

  it('for one audience is invalid at another', async () => {
    const site = await startTestSite({ env: TRUSTED })
    const { Cookie } = await adaAt(site)
    const keys = createLocalJWKSet(await keysOf(site))
    const [here, there] = ['https://app.example.com', 'https://www.example.com:8443']
    for (const origin of [here, there]) {
      const jwt = await assertionFor(site, Cookie, origin)
      for (const audience of [here, there, site.url]) {
        const options = { audience, issuer: site.url }
        const isAccepted = await jwtVerify(jwt, keys, options).then(
          () => true,
          () => false,
        )
        expect(isAccepted, `${origin} at ${audience}`).toBe(origin === audience)
      }
    }
  })

  it('has the requested origin as its audience, and that of PUBLIC_URL when none was requested', async () => {
    const site = await startTestSite({ env: TRUSTED })
    const { Cookie } = await adaAt(site)
    const audiences = {
      'https://www.example.com:443': 'https://www.example.com',
      'HTTPS://WWW.Example.com': 'https://www.example.com',
      'wss://www.example.com': 'https://www.example.com',
      'ws://localhost:8080': 'http://localhost:8080',
      'https://': site.url,
      'ftp://www.example.com': site.url,
      'https://www.example.com/path': site.url,
      'https://user@www.example.com': site.url,
    }
    for (const [origin, audience] of Object.entries(audiences))
      expect(partsOf(await assertionFor(site, Cookie, origin)).claims.aud, origin).toBe(audience)
  })

  it('has the audience of PUBLIC_URL for a peer that is not trusted', async () => {
    const site = await startTestSite()
    const { Cookie } = await adaAt(site)
    expect(partsOf(await assertionFor(site, Cookie, 'https://evil.example')).claims.aud).toBe(site.url)
  })

  it('contains a change of the account at once', async () => {
    const site = await startTestSite()
    const { Cookie, visitor } = await adaAt(site)
    await assertionFor(site, Cookie)
    const id = String((await userOf(visitor))?.id)
    await site.store.change(id, ({ account }) => ({
      account: { ...account, user: { ...account.user, name: 'Ada King', email: null } },
      result: undefined,
    }))
    const { claims } = partsOf(await assertionFor(site, Cookie))
    expect(claims).toMatchObject({ name: 'Ada King', email: null, email_verified: false })
  })
})

const USER = { id: 'u', username: 'ada', name: 'Ada', email: null, avatarUrl: null } as User

describe('the assertions of one second', () => {
  const assertions = createAssertions({ secrets: [NEW], publicUrl: DOORMAN })

  it('are signed once for a user and an audience, whichever object the store returns', async () => {
    const first = assertions.sign(USER, DOORMAN, 5_000)
    expect(assertions.sign({ ...USER }, DOORMAN, 5_999)).toBe(first)
    expect(assertions.sign(USER, 'https://other.example', 5_999)).not.toBe(first)
    expect(assertions.sign({ ...USER, name: 'Other' }, DOORMAN, 5_999)).not.toBe(first)
    const next = assertions.sign(USER, DOORMAN, 6_000)
    expect(partsOf(await next).claims.exp).toBe(66)
    expect(partsOf(await first).claims.exp).toBe(65)
  })
})

describe('the published keys', () => {
  it('may be cached for an hour, and are read only', async () => {
    const site = await startTestSite()
    const { status, headers, body } = await askAsProxy(site.url + JWKS)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'cache-control': 'public, max-age=3600',
      'content-length': String(body.length),
      'x-content-type-options': 'nosniff',
    })
    const head = await askAsProxy(site.url + JWKS, { method: 'HEAD' })
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(body.length)])
    expect((await askAsProxy(site.url + JWKS, { method: 'POST' })).status).toBe(405)
  })

  it('are derived from the secret alone, and reveal nothing of it', async () => {
    const { kid, jwk } = assertionKeyOf(OLD)
    expect(assertionKeyOf(OLD).jwk).toEqual(jwk)
    expect(assertionKeyOf(NEW).kid).not.toBe(kid)
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })

  it('are both published while SECRET is rotated, and the new one signs', async () => {
    const site = await startTestSite({ env: { SECRET: OLD }, expectedErrors: /SECRET does not open/ })
    const { Cookie } = await adaAt(site)
    const before = await assertionFor(site, Cookie)
    await site.restart({ SECRET: `${NEW},${OLD}` })
    const jwks = await keysOf(site)
    expect(jwks.keys.map(({ kid }) => kid)).toEqual([assertionKeyOf(NEW).kid, assertionKeyOf(OLD).kid])
    const after = await assertionFor(site, Cookie)
    expect(partsOf(after).header.kid).toBe(assertionKeyOf(NEW).kid)
    const keys = createLocalJWKSet(jwks)
    for (const jwt of [before, after])
      expect((await jwtVerify(jwt, keys, { audience: site.url })).payload.preferred_username).toBe('ada')

    await site.restart({ SECRET: NEW })
    await expect(jwtVerify(before, createLocalJWKSet(await keysOf(site)))).rejects.toThrow()
  })
})
