import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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

  it('never leaves the site, whatever is thrown at it', () => {
    const trick = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '@', ':', '%2f', '%5c', '\t', '\n', '?', '#', 'evil.example'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          trick.map((parts) => `/${parts.join('')}`),
        ),
        (value) => {
          expect(new URL(safeReturnTo(value, SITE), SITE).origin).toBe(SITE)
        },
      ),
      { numRuns: 20_000 },
    )
  })
})
