import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, parseMailbox, withoutAddresses } from './address.ts'

describe('parseAddress', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org ', 'ada@example.org'],
    ['Ada.Lovelace+news@Example.ORG', 'Ada.Lovelace+news@example.org'],
    ["o'neil@example.org", "o'neil@example.org"],
    ['ada＠example.org', 'ada@example.org'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['root@localhost', 'root@localhost'],
  ])('reads %s', (text, address) => {
    expect(parseAddress(text)).toBe(address)
  })

  it.each([
    '',
    '@',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada@exa mple.org',
    'ada@-example.org',
    'a@example.org,b@example.org',
    'a@example.org b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org＠evil.example',
    '"a b"@example.org',
    'Ada <ada@example.org>',
    'ąda@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.org`,
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  it('never lets through what a mail server or a header could read as more than one address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), fc.string(), (left, right) => {
        const address = parseAddress(left + right)
        if (address !== undefined) expect(address).toMatch(/^[^\s,;:<>()[\]"\\@]+@[a-z0-9.-]+$/)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('parseMailbox', () => {
  it('reads a name with an address, and an address alone', () => {
    expect(parseMailbox('Difio <reminder@dif.io>')).toEqual({ name: 'Difio', address: 'reminder@dif.io' })
    expect(parseMailbox('"Difio, Inc." <reminder@dif.io>')).toEqual({
      name: 'Difio, Inc.',
      address: 'reminder@dif.io',
    })
    expect(parseMailbox('reminder@dif.io')).toEqual({ name: '', address: 'reminder@dif.io' })
  })

  it('refuses anything else', () => {
    expect(parseMailbox('Difio')).toBeUndefined()
    expect(parseMailbox('Difio <reminder>')).toBeUndefined()
    expect(parseMailbox('A <a@example.org>, B <b@example.org>')).toBeUndefined()
  })
})

describe('withoutAddresses', () => {
  it.each([
    ['550 <ada@example.org>: no such user', '550 <(address)>: no such user'],
    ['a@b, "c@d" (e@f); g@h', '(address), "(address)" ((address)); (address)'],
    ['@ada and ada@ are no addresses', '@ada and ada@ are no addresses'],
    ['/api/account', '/api/account'],
  ])('makes addresses unreadable in %j', (text, expected) => {
    expect(withoutAddresses(text)).toBe(expected)
  })

  it('takes time that grows with the length only', () => {
    const begun = performance.now()
    withoutAddresses('x'.repeat(1_000_000))
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
