import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ABSOLUTE_TRICKS, TRICKS } from './returnTo.corpus.ts'
import { redirectTarget, safeReturnTo } from './returnTo.ts'

const SITE = 'https://dif.io'
const APP = 'https://app.dif.io'
const CALLBACK = `${SITE}/auth/github/callback`

/** Addresses of a site whose Doorman has a whole origin, without SITE_ORIGINS. */
const alone = (origin: string) => ({ origin, basePath: '', siteOrigins: [] })

const HERE = alone(SITE)
const BESIDE = { ...HERE, siteOrigins: [APP, 'http://localhost:8080'] }
const BELOW = { ...HERE, basePath: '/door' }

describe('safeReturnTo', () => {
  it.each(['/', '/reminder', '/account?tab=1#top', '/a/b/../c'])('keeps %s', (path) => {
    const url = new URL(path, SITE)
    expect(safeReturnTo(path, HERE)).toBe(url.pathname + url.search + url.hash)
  })

  it.each([
    undefined,
    ['/a', '/b'],
    '',
    'account',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    ' /account',
    '/logout',
    '/logout/',
    `/${'a'.repeat(500)}`,
    `/${'ж'.repeat(100)}`,
    `https://dif.io/${'a'.repeat(490)}`,
    '/auth/github',
  ])('ignores %j', (value) => {
    expect(safeReturnTo(value, HERE)).toBeNull()
  })

  it.each(['dif.io', 'localhost:3000'])('never leaves %s by a known trick', (host) => {
    const site = host === 'dif.io' ? `https://${host}` : `http://${host}`
    expect(new Set(TRICKS).size).toBeGreaterThanOrEqual(500)
    for (const trick of TRICKS) {
      const value = trick.replaceAll('SITE', host)
      const returnTo = safeReturnTo(value, alone(site)) ?? '/account'
      // A browser resolves a Location header against the address of the callback.
      expect(new URL(returnTo, `${site}/auth/github/callback`).origin, value).toBe(site)
      expect(returnTo, value).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
      expect(returnTo, value).not.toContain('\\')
      const target = redirectTarget(value, alone(site)) ?? '/account'
      expect([returnTo, `${site}${returnTo}`], value).toContain(target)
    }
  })

  it('never leaves the site, whatever the input', () => {
    const trick = fc.array(
      fc.constantFrom(
        ...[
          '/',
          '\\',
          '.',
          '..',
          '@',
          ':',
          ';',
          '?',
          '#',
          ' ',
          '\t',
          '\n',
          '\r',
          '\0',
          '%2f',
          '%5c',
          '%2e',
          '%09',
        ],
        ...[
          'evil.example',
          'dif.io',
          'https:',
          'javascript:',
          'data:',
          '。',
          '／',
          '\u00a0',
          '\ufeff',
          '\ud800',
        ],
      ),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
          trick.map((parts) => parts.join('')),
          trick.map((parts) => `/${parts.join('')}`),
        ),
        (value) => {
          const returnTo = safeReturnTo(value, HERE) ?? '/account'
          const beside = new URL(safeReturnTo(value, BESIDE) ?? '/account', CALLBACK)
          return (
            new URL(returnTo, CALLBACK).origin === SITE &&
            /^\/(?![/\\])/.test(returnTo) &&
            [SITE, ...BESIDE.siteOrigins].includes(beside.origin) &&
            beside.username + beside.password === ''
          )
        },
      ),
      { numRuns: 5_000 },
    )
  })
})

describe('safeReturnTo for a site on other origins', () => {
  it.each([
    [`${APP}/members?tab=1#top`, `${APP}/members?tab=1#top`],
    ['HTTPS://APP.dif.io', `${APP}/`],
    ['http://localhost:8080/x', 'http://localhost:8080/x'],
    [`${SITE}/members`, '/members'],
  ])('allows %s and returns %s', (value, expected) => {
    expect(safeReturnTo(value, BESIDE)).toBe(expected)
  })

  it.each([
    'http://app.dif.io/',
    'https://app.dif.io:444/',
    'https://app.dif.io.evil.example/',
    'https://app.dif.io@evil.example/',
    'https://user@app.dif.io/',
    'https://user:pass@app.dif.io/',
    'https://evil.example/https://app.dif.io/',
    'https://app.dif.io\\@evil.example/',
    'https:app.dif.io/',
    'https:\\\\app.dif.io/',
    '//app.dif.io/',
    'app.dif.io/',
    'blob:https://app.dif.io/1',
    'javascript://app.dif.io/%0aalert(1)',
    ' https://app.dif.io/',
    `${SITE}//evil.example`,
    `${SITE}/logout`,
    `${SITE}/auth/github`,
  ])('ignores %j', (value) => {
    expect(safeReturnTo(value, BESIDE)).toBeNull()
  })

  it('allows no other origin in an absolute address, and returns nothing that parsers read in two ways', () => {
    const known = [SITE, ...BESIDE.siteOrigins]
    const led: string[] = []
    for (const host of ['dif.io', 'app.dif.io', 'localhost:8080']) {
      for (const trick of ABSOLUTE_TRICKS) {
        const returnTo = safeReturnTo(trick.replaceAll('SITE', host), BESIDE)
        if (returnTo === null) continue
        led.push(returnTo)
        const url = new URL(returnTo, CALLBACK)
        expect(known, trick).toContain(url.origin)
        expect(url.username + url.password, trick).toBe('')
        expect(returnTo, trick).toMatch(/^(\/(?!\/)|https?:\/\/[a-z.:0-9]+\/)[\x21-\x7e]*$/)
        expect(returnTo, trick).not.toContain('\\')
      }
    }
    // Some inputs are valid addresses of the site.
    expect(led).toContain(`${APP}/members`)
    expect(ABSOLUTE_TRICKS.length).toBeGreaterThan(3_000)
  })

  it('allows no other origin through a known trick, written against any of them', () => {
    for (const host of ['dif.io', 'app.dif.io', 'localhost:8080']) {
      for (const trick of TRICKS) {
        const returnTo = safeReturnTo(trick.replaceAll('SITE', host), BESIDE) ?? '/account'
        const { origin } = new URL(returnTo, `${SITE}/auth/github/callback`)
        expect([SITE, ...BESIDE.siteOrigins], trick).toContain(origin)
      }
    }
  })
})

describe('safeReturnTo below a path', () => {
  it.each(['/members', '/door/account', '/logout', '/auth/github'])('allows %s', (path) => {
    expect(safeReturnTo(path, BELOW)).toBe(path)
  })

  it.each(['/door/logout', '/door/auth/github', '/x/../door/logout'])('refuses %s', (path) => {
    expect(safeReturnTo(path, BELOW)).toBeNull()
  })
})
