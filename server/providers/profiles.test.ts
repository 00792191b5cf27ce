import { describe, expect, it } from 'vitest'
import { github } from './github.ts'
import { ProviderRefused } from './providerErrors.ts'
import { twitter } from './twitter.ts'
import { xFault } from './xFaults.ts'

const user = { id: 1, login: 'ada', name: 'Ada', avatar_url: 'https://example.org/a.png' }
const email = (address: string, verified: boolean, primary = false) => ({ email: address, verified, primary })
const addressOf = (...emails: object[]) => {
  const { email: address, emailVerified } = github.profile({ user, emails })
  return [address, emailVerified]
}

describe('a GitHub profile', () => {
  it('has no address when GitHub refuses the list', () => {
    const profile = github.profile({ user, emails: undefined })
    expect(profile).toMatchObject({ username: 'ada', email: null, emailVerified: false })
    expect(profile.isPartial).toBeUndefined()
  })

  it('is converted to our profile', () => {
    expect(github.profile({ user, emails: [email('ada@example.org', true, true)] })).toEqual({
      uid: '1',
      username: 'ada',
      name: 'Ada',
      email: 'ada@example.org',
      emailVerified: true,
      avatarUrl: 'https://example.org/a.png',
      extraData: {},
    })
  })

  it('has no half surrogate pairs in its names, wherever they are cut', () => {
    const names = { login: `${'a'.repeat(99)}👩`, name: `half \ud83d ${'b'.repeat(192)}👩` }
    const { username, name } = github.profile({ user: { ...user, ...names }, emails: [] })
    expect([username, name]).toEqual(['a'.repeat(99), `half  ${'b'.repeat(192)}`])
  })

  it('gives the primary address if verified, else a verified one, else the primary as unverified', () => {
    expect(addressOf(email('a@x.org', true), email('b@x.org', true, true))).toEqual(['b@x.org', true])
    expect(addressOf(email('a@x.org', true), email('b@x.org', false, true))).toEqual(['a@x.org', true])
    expect(addressOf(email('a@x.org', false), email('b@x.org', false, true))).toEqual(['b@x.org', false])
    expect(addressOf(email('1+ada@users.noreply.github.com', true, true))).toEqual([null, false])
    expect(addressOf(email('no address', true, true))).toEqual([null, false])
    expect(addressOf(email('ſam@x.org', true, true)), 'another address by NFKC').toEqual([null, false])
    expect(addressOf()).toEqual([null, false])
  })

  it.each([
    [{ id: 0 }],
    [{ id: '1' }],
    [{ id: 1.5 }],
    [{ id: 2 ** 60 }],
    [{ login: '' }],
    [{ login: null }],
    [{ name: 5 }],
  ])('is refused with %j in it', (nonsense) => {
    expect(() => github.profile({ user: { ...user, ...nonsense }, emails: [] })).toThrow()
  })

  it.each([null, {}, { user, emails: null }, { user, emails: [{}] }, { user: null, emails: [] }])(
    'is refused when it is %j',
    (raw) => expect(() => github.profile(raw)).toThrow(),
  )

  it.each(['javascript:alert(1)', 'data:text/html,x', '/a.png', '', null])(
    'has no picture at %j',
    (avatar_url) => {
      expect(github.profile({ user: { ...user, avatar_url }, emails: [] }).avatarUrl).toBeNull()
    },
  )

  it('has a name of one line and limited length', () => {
    const { name } = github.profile({ user: { ...user, name: `a\r\nb\u0000${'c'.repeat(500)}` }, emails: [] })
    expect(name).toMatch(/^a b c{195,}$/)
    expect(name.length).toBeLessThanOrEqual(200)
  })
})

describe('an X profile', () => {
  it('is converted to our profile from either endpoint', () => {
    const ours = {
      uid: '7',
      username: 'ada',
      name: 'Ada',
      email: 'ada@example.org',
      emailVerified: true,
      avatarUrl: 'https://example.org/a.png',
      extraData: {},
    }
    const common = { name: 'Ada' }
    expect(
      twitter.profile({
        ...common,
        id_str: '7',
        screen_name: 'ada',
        profile_image_url_https: ours.avatarUrl,
        email: ours.email,
      }),
    ).toEqual(ours)
    expect(
      twitter.profile({
        data: {
          ...common,
          id: '7',
          username: 'ada',
          profile_image_url: ours.avatarUrl,
          confirmed_email: ours.email,
        },
      }),
    ).toEqual(ours)
  })

  it('is partial when only the token names its owner', () => {
    expect(twitter.profile({ user_id: '7', screen_name: 'ada' })).toEqual({
      uid: '7',
      username: 'ada',
      name: 'ada',
      email: null,
      emailVerified: false,
      avatarUrl: null,
      extraData: {},
      isPartial: true,
    })
  })

  it('has an address only if X sends one', () => {
    expect(twitter.profile({ id_str: '7', screen_name: 'ada', name: '' })).toMatchObject({
      name: 'ada',
      email: null,
      emailVerified: false,
    })
  })

  it.each([
    null,
    {},
    { id_str: 7, screen_name: 'ada' },
    { id_str: '7' },
    { data: { id: 'x', username: 'ada' } },
  ])('is refused when it is %j', (raw) => expect(() => twitter.profile(raw)).toThrow())
})

describe('the redirect of a provider', () => {
  it('is read as granted, cancelled or failed', () => {
    expect(github.readCallback({ state: 's', code: 'c' })).toEqual({ key: 's', outcome: 'granted' })
    expect(github.readCallback({ state: 's', error: 'access_denied' })).toEqual({
      key: 's',
      outcome: 'cancelled',
    })
    expect(github.readCallback({ state: 's', error: 'server_error', code: 'c' })).toEqual({
      key: 's',
      outcome: 'failed',
      error: 'server_error',
    })
    expect(github.readCallback({ state: ['s', 't'], code: 'c' }).key).toBeUndefined()
    expect(twitter.readCallback({ oauth_token: 't', oauth_verifier: 'v' })).toEqual({
      key: 't',
      outcome: 'granted',
    })
    expect(twitter.readCallback({ denied: 't' })).toEqual({ key: 't', outcome: 'cancelled' })
    expect(twitter.readCallback({ oauth_token: 't' })).toEqual({ key: 't', outcome: 'failed' })
  })
})

describe('an error code of a provider', () => {
  const application = {
    settings: { GITHUB_URL: 'https://github.com' },
    callbackUrl: 'https://site.example/cb',
  }
  const named = (provider: typeof twitter, code: string) => provider.faultOf(code, application)?.name

  it('means a wrong application, a refused person, or a temporary error', () => {
    for (const code of ['redirect_uri_mismatch', 'application_suspended', 'incorrect_client_credentials'])
      expect(named(github, code)).toBe('Misconfigured')
    for (const code of ['invalid_client', 'unauthorized_client', 'invalid_scope'])
      expect(named(github, code)).toBe('Misconfigured')
    expect(named(github, 'unverified_user_email')).toBe('PersonRefused')
    for (const code of ['server_error', 'bad_verification_code', 'toString', '__proto__', ''])
      expect(named(github, code)).toBeUndefined()
    for (const code of ['32', '135', '215', '415', '416']) expect(named(twitter, code)).toBe('Misconfigured')
    for (const code of ['63', '64', '326']) expect(named(twitter, code)).toBe('PersonRefused')
    for (const code of ['88', '130', 'toString', '']) expect(named(twitter, code)).toBeUndefined()
  })

  it.each([
    [415, 'Callback URL not approved for this client application.'],
    [403, '<?xml version="1.0"?><hash><error>Callback URL not approved</error></hash>'],
  ])('is known by its words when X sends no code (%i)', (status, body) => {
    const fault = xFault(new ProviderRefused(status, body), application)
    expect(fault).toMatchObject({ name: 'Misconfigured', about: 'callback' })
  })
})
