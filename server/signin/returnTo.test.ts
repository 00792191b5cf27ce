import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TRICKS } from './returnTo.corpus.ts'
import { HOME, safeReturnTo } from './returnTo.ts'

const SITE = 'https://dif.io'

describe('safeReturnTo', () => {
  it.each(['/', '/reminder', '/account?tab=1#top', '/a/b/../c'])('keeps %s', (path) => {
    const url = new URL(path, SITE)
    expect(safeReturnTo(path, SITE)).toBe(url.pathname + url.search + url.hash)
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
    `/${'a'.repeat(1_000)}`,
    '/auth/github',
  ])('ignores %j', (value) => {
    expect(safeReturnTo(value, SITE)).toBe(HOME)
  })

  it.each(['dif.io', 'localhost:3000'])('never leaves %s by a known trick', (host) => {
    const site = host === 'dif.io' ? `https://${host}` : `http://${host}`
    expect(new Set(TRICKS).size).toBeGreaterThanOrEqual(500)
    for (const trick of TRICKS) {
      const value = trick.replaceAll('SITE', host)
      const returnTo = safeReturnTo(value, site)
      // As a browser reads a Location header: against the address of the callback.
      expect(new URL(returnTo, `${site}/auth/github/callback`).origin, value).toBe(site)
      expect(returnTo, value).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
      expect(returnTo, value).not.toContain('\\')
    }
  })

  it('never leaves the site, whatever is thrown at it', () => {
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
          const returnTo = safeReturnTo(value, SITE)
          expect(new URL(returnTo, `${SITE}/auth/github/callback`).origin).toBe(SITE)
          expect(returnTo).toMatch(/^\/(?![/\\])/)
        },
      ),
      { numRuns: 100_000 },
    )
  })
})
