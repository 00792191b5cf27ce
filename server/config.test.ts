import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { site } from './site/site.ts'

const GITHUB = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' }
const PRODUCTION = {
  ...GITHUB,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://dif.io',
  SECRET: 's'.repeat(32),
  SMTP_URL: 'smtp://mail.dif.io:587',
  MAIL_FROM: 'Difio <reminder@dif.io>',
}

const read = (env: Record<string, string>) => readConfig(env, site.providers)

function faultsOf(env: Record<string, string>): string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.split(':')[0] ?? '').sort()
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs no settings during development', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataFile: 'data/doorman.json',
      welcomeTweet: 'Just joined Doorman! http://localhost:3000',
      welcomeTweetConsent: 'ask',
      reminderAnswers: 'plain',
      rateLimits: true,
      accessLog: false,
      drainMs: 1_000,
    })
  })

  it('names every missing setting of production at once', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'MAIL_FROM',
      'PUBLIC_URL',
      'SECRET',
      'SMTP_URL',
      expect.stringContaining('GITHUB_CLIENT_ID'),
    ])
  })

  it('names faults between settings together with all others', () => {
    const beside = {
      PUBLIC_URL: 'https://dif.io',
      COOKIE_DOMAIN: 'example.com',
      WEBHOOK_URL: 'https://dif.io/hook',
    }
    const wrong = { SITE_ORIGINS: 'https://dif.io/path', HOME_URL: '/home', SMTP_URL: 'mail' }
    expect(faultsOf({ ...PRODUCTION, ...beside, ...wrong })).toEqual([
      'COOKIE_DOMAIN',
      'HOME_URL',
      'SITE_ORIGINS',
      'SMTP_URL',
      'WEBHOOK_SECRET',
    ])
  })

  it('says that a setting is wrong, not that it is missing', () => {
    expect(() => read({ PORT: 'http' })).toThrow('PORT: must be a port number')
  })

  it('accepts a complete production', () => {
    expect(read(PRODUCTION)).toMatchObject({
      isHttps: true,
      mailFrom: { name: 'Difio', address: 'reminder@dif.io' },
    })
  })

  it('accepts every name of one line for the site', () => {
    expect(read({ ...PRODUCTION, SITE_NAME: 'I <3 "Tea" & Talk' })).toMatchObject({
      siteName: 'I <3 "Tea" & Talk',
      welcomeTweet: 'Just joined I <3 "Tea" & Talk! https://dif.io',
    })
  })

  it('refuses production without a provider', () => {
    expect(faultsOf({ ...PRODUCTION, GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '' })).toHaveLength(1)
  })

  it.each([
    ['HOST', 'not a host'],
    ['HOST', '127.0.0.256'],
    ['HOST', 'http://127.0.0.1'],
    ['DRAIN_SECONDS', 'long'],
    ['DRAIN_SECONDS', '-1'],
    ['ACCESS_LOG', 'yes'],
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PUBLIC_URL', 'dif.io'],
    ['PUBLIC_URL', 'https://dif.io/?a'],
    ['PUBLIC_URL', 'https://dif.io/door?a=1'],
    ['PUBLIC_URL', 'https://dif.io/#a'],
    ['PUBLIC_URL', 'https://dif.io/a/../b'],
    ['PUBLIC_URL', 'https://dif.io/%2e%2e'],
    ['PUBLIC_URL', 'https://dif.io//door'],
    ['PUBLIC_URL', 'https://user@dif.io'],
    ['HOME_URL', 'ftp://dif.io'],
    ['HOME_URL', 'javascript:alert(1)'],
    ['HOME_URL', '/home'],
    ['SITE_ORIGINS', 'https://dif.io/path'],
    ['SITE_ORIGINS', 'https://a.dif.io,dif.io'],
    ['SITE_ORIGINS', 'https://user@a.dif.io'],
    ['SITE_ORIGINS', 'https://*.dif.io'],
    ['COOKIE_DOMAIN', 'io'],
    ['COOKIE_DOMAIN', 'example.com'],
    ['COOKIE_DOMAIN', 'www.dif.io'],
    ['COOKIE_DOMAIN', '127.0.0.1'],
    ['OPERATORS', 'ada'],
    ['OPERATORS', 'github:1,@ada'],
    ['OPERATORS', 'github:1;twitter:2'],
    ['OPERATORS', 'github:1,twiter:2'],
    ['OPERATOR_TOKEN', 'short'],
    ['METRICS_TOKEN', 'x'.repeat(31)],
    ['PUBLIC_URL', 'ftp://dif.io'],
    ['SECRET', 'too short'],
    ['SECRET', `${'s'.repeat(32)},short`],
    ['DATABASE_URL', 'mysql://localhost/doorman'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['SMTP_URL', 'mail.dif.io'],
    ['MAIL_FROM', 'Difio'],
    ['SITE_NAME', 'two\nlines'],
    ['ACCENT_COLOR', 'red'],
    ['WELCOME_TWEET', 'x'.repeat(281)],
    ['WELCOME_TWEET_CONSENT', 'yes'],
    ['REMINDER_ANSWERS', 'open'],
    ['RATE_LIMITS', 'no'],
    ['HSTS_SUBDOMAINS', 'yes'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,proxy'],
    ['GITHUB_URL', 'github.com'],
    ['TWITTER_API_URL', 'api.x.com'],
  ])('refuses %s=%s by its name', (name, value) => {
    expect(faultsOf({ ...PRODUCTION, [name]: value })).toEqual([name])
  })

  it('reads the settings about the site next to Doorman', () => {
    const config = read({
      ...PRODUCTION,
      PUBLIC_URL: 'https://www.dif.io/door/',
      HOME_URL: 'https://www.dif.io/members',
      SITE_ORIGINS: 'https://app.dif.io, https://dif.io:8443',
      COOKIE_DOMAIN: 'dif.io',
      OPERATORS: 'github:583231,twitter:2244994945',
    })
    expect(config).toMatchObject({
      publicUrl: 'https://www.dif.io/door',
      origin: 'https://www.dif.io',
      basePath: '/door',
      homeUrl: 'https://www.dif.io/members',
      siteOrigins: ['https://app.dif.io', 'https://dif.io:8443'],
      cookieDomain: 'dif.io',
      operators: [
        { provider: 'github', uid: '583231' },
        { provider: 'twitter', uid: '2244994945' },
      ],
    })
    expect(read(PRODUCTION)).toMatchObject({ basePath: '', homeUrl: 'https://dif.io/account' })
  })

  it('reads settings with blanks around them, and origins with the port of their scheme', () => {
    const spaced = Object.entries({
      ...PRODUCTION,
      HOST: '::1',
      HOME_URL: 'https://dif.io/members',
      SITE_ORIGINS: 'https://App.dif.io:443/ , http://dif.io:80',
      COOKIE_DOMAIN: 'dif.io',
      RATE_LIMITS: 'off',
      ACCESS_LOG: 'on',
      REMINDER_ANSWERS: 'private',
      METRICS_TOKEN: 'm'.repeat(32),
      WELCOME_TWEET: 'Hello',
      DATA_FILE: 'd.json',
    }).map(([name, value]) => [name, ` ${value}\t`])
    expect(read(Object.fromEntries(spaced))).toMatchObject({
      isProduction: true,
      publicUrl: 'https://dif.io',
      host: '::1',
      homeUrl: 'https://dif.io/members',
      siteOrigins: ['https://app.dif.io', 'http://dif.io'],
      cookieDomain: 'dif.io',
      rateLimits: false,
      accessLog: true,
      reminderAnswers: 'private',
      metricsToken: 'm'.repeat(32),
      welcomeTweet: 'Hello',
      dataFile: 'd.json',
    })
  })

  it('requires webhook URL and secrets together, and secrets of the right length', () => {
    const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
    const url = { ...PRODUCTION, WEBHOOK_URL: 'https://dif.io/hooks' }
    expect(faultsOf(url)).toEqual(['WEBHOOK_SECRET'])
    for (const secret of ['whsec_short', secretOf(23), secretOf(65), secretOf(32).slice(6)]) {
      expect(faultsOf({ ...url, WEBHOOK_SECRET: secret })).toEqual(['WEBHOOK_SECRET'])
    }
    expect(faultsOf({ ...PRODUCTION, WEBHOOK_SECRET: secretOf(32) })).toEqual(['WEBHOOK_URL'])
    const secrets = [secretOf(24), secretOf(64)]
    expect(read({ ...url, WEBHOOK_SECRET: secrets.join() }).webhook).toEqual({
      url: url.WEBHOOK_URL,
      secrets,
    })
  })

  it.each(['::', '::1', '0.0.0.0', 'localhost', 'web-1.internal'])('accepts the host %s', (HOST) => {
    expect(read({ HOST }).host).toBe(HOST)
  })

  it('refuses a provider with half of its settings', () => {
    expect(faultsOf({ GITHUB_CLIENT_ID: 'id', TWITTER_CONSUMER_SECRET: 'secret' })).toEqual([
      'GITHUB_CLIENT_SECRET',
      'TWITTER_CONSUMER_KEY',
    ])
  })

  it('turns on only the providers that have settings', () => {
    expect([...read(GITHUB).providers.keys()]).toEqual(['github'])
  })

  it('reads several secrets and several proxies', () => {
    const config = read({
      SECRET: `${'a'.repeat(32)}, ${'b'.repeat(32)}`,
      TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8',
    })
    expect(config.secrets).toEqual(['a'.repeat(32), 'b'.repeat(32)])
    expect(config.trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8'])
  })

  it('takes an empty WELCOME_TWEET for "never post" and every other empty value for "not set"', () => {
    expect(read({ WELCOME_TWEET: '', PORT: '', SITE_NAME: ' ' })).toMatchObject({
      welcomeTweet: null,
      port: 3000,
      siteName: 'Doorman',
    })
  })
})

describe('the URLs that pages show', () => {
  it.each(['https://cdn.example.org/logo.svg', '/logo.svg', '/terms?a#b'])('may be %s', (value) => {
    const config = read({ SITE_LOGO_URL: value, TERMS_URL: value, PRIVACY_URL: value })
    expect([config.siteLogoUrl, config.termsUrl, config.privacyUrl]).toEqual([value, value, value])
  })

  it('may be http where pages only link to them, as on a network of its own', () => {
    const value = 'http://intranet.example.org/a'
    expect(faultsOf({ SITE_LOGO_URL: value, TERMS_URL: value, PRIVACY_URL: value })).toEqual([
      'SITE_LOGO_URL',
    ])
  })

  it.each([
    'ftp://example.org/a',
    '//example.org',
    '/\\example.org',
    'logo.svg',
    'javascript:alert(1)',
    'https:',
  ])('may not be %s', (value) => {
    expect(faultsOf({ SITE_LOGO_URL: value, TERMS_URL: value, PRIVACY_URL: value })).toEqual([
      'PRIVACY_URL',
      'SITE_LOGO_URL',
      'TERMS_URL',
    ])
  })

  it('may be left out', () => {
    expect(read({})).toMatchObject({ siteLogoUrl: null, termsUrl: null, privacyUrl: null })
  })
})
