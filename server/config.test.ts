import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { site } from './site.ts'

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
  it('needs nothing during development', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataFile: 'data/doorman.json',
      welcomeTweet: 'Just joined Doorman! http://localhost:3000',
      welcomeTweetConsent: 'ask',
      reminderAnswers: 'plain',
      rateLimits: true,
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

  it('says what is wrong with a setting that is there, and not that it is missing', () => {
    expect(() => read({ PORT: 'http' })).toThrow('PORT: must be a port number')
  })

  it('accepts a complete production', () => {
    expect(read(PRODUCTION)).toMatchObject({
      isHttps: true,
      mailFrom: { name: 'Difio', address: 'reminder@dif.io' },
    })
  })

  it('refuses a production that nobody can sign in to', () => {
    expect(faultsOf({ ...PRODUCTION, GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '' })).toHaveLength(1)
  })

  it.each([
    ['HOST', 'not a host'],
    ['HOST', '127.0.0.256'],
    ['HOST', 'http://127.0.0.1'],
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PUBLIC_URL', 'dif.io'],
    ['PUBLIC_URL', 'https://dif.io/app'],
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
    ['TRUSTED_PROXIES', '10.0.0.0/8,proxy'],
    ['GITHUB_URL', 'github.com'],
    ['TWITTER_API_URL', 'api.x.com'],
  ])('refuses %s=%s by its name', (name, value) => {
    expect(faultsOf({ ...PRODUCTION, [name]: value })).toEqual([name])
  })

  it.each(['::', '::1', '0.0.0.0', 'localhost', 'web-1.internal'])('listens at %s', (HOST) => {
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

  it('takes an empty WELCOME_TWEET for "never post" and any other empty value for "not set"', () => {
    expect(read({ WELCOME_TWEET: '', PORT: '', SITE_NAME: ' ' })).toMatchObject({
      welcomeTweet: null,
      port: 3000,
      siteName: 'Doorman',
    })
  })
})

describe('the addresses that pages show', () => {
  it.each(['https://cdn.example.org/logo.svg', '/logo.svg', '/terms?a#b'])('may be %s', (value) => {
    const config = read({ SITE_LOGO_URL: value, TERMS_URL: value, PRIVACY_URL: value })
    expect([config.siteLogoUrl, config.termsUrl, config.privacyUrl]).toEqual([value, value, value])
  })

  it.each([
    'http://example.org/a',
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
