import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, parseMailbox, withoutAddresses } from './address.ts'
import { emailKey } from './store/account.ts'

describe('parseAddress', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org ', 'ada@example.org'],
    ['Ada.Lovelace+news@Example.ORG', 'Ada.Lovelace+news@example.org'],
    ["o'neil@example.org", "o'neil@example.org"],
    ['ada＠example.org', 'ada@example.org'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['пенка@example.org', 'пенка@example.org'],
    ['Пенка.Йорданова@example.org', 'Пенка.Йорданова@example.org'],
    ['и\u0306@example.org', 'й@example.org'],
    ['ąda@Bücher.example', 'ąda@xn--bcher-kva.example'],
    ['दादी@example.org', 'दादी@example.org'],
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
    `${'a'.repeat(65)}@example.org`,
    `${'я'.repeat(33)}@example.org`,
    'a@b.example/x',
    'a@b.example?x',
    'a@b.example#x',
    'a@b.example\\x',
    'a@b.example:25',
    'a@exam\tple.org',
    'a@exam\nple.org',
    'a@ex%61mple.org',
    'a@exam\u00adple.org',
    'a@exam\u200bple.org',
    'a\u200b@example.org',
    'a\u00adb@example.org',
    'a\ufe0f@example.org',
    'a\u202e@example.org',
    'a@127.1',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a@2130706433',
    'a@0x7f.1',
    'a@example.0x7f',
    'a@１２７.１',
    'a@example.org.',
    'a@ex_ample.org',
    'root@localhost',
    'root@mail',
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.org`,
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  it('accepts root@localhost only where that is allowed, and no other name without a dot', () => {
    expect(parseAddress('root@localhost', { allowsLocalhost: true })).toBe('root@localhost')
    expect(parseAddress('root@LOCALHOST', { allowsLocalhost: true })).toBe('root@localhost')
    for (const text of ['root@mail', 'root@127.0.0.1', 'root@localhost:25', 'root@localhost.'])
      expect([text, parseAddress(text, { allowsLocalhost: true })]).toEqual([text, undefined])
  })

  it('never accepts text that a mail server or a header could read as more than one address', () => {
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
  it('reads a name with an address, and only an address', () => {
    expect(parseMailbox('Difio <reminder@dif.io>')).toEqual({ name: 'Difio', address: 'reminder@dif.io' })
    expect(parseMailbox('Door <door@localhost>')).toEqual({ name: 'Door', address: 'door@localhost' })
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

describe('emailKey', () => {
  it.each([
    ['Ada@example.org', 'ada@example.org'],
    ['ПЕНКА@example.org', 'пенка@example.org'],
    ['ÄNNE@example.org', 'änne@example.org'],
    ['И\u0306@example.org', 'й@example.org'],
  ])('treats %s and %s as equal', (one, other) => {
    expect(emailKey(one)).toBe(emailKey(other))
  })

  it.each([
    ['аda@example.org', 'ada@example.org'],
    ['İ@example.org', 'i@example.org'],
    ['İ@example.org', 'i\u0307@example.org'],
    ['ı@example.org', 'i@example.org'],
    ['ı@example.org', 'I@example.org'],
    ['ß@example.org', 'ss@example.org'],
    ['ẞ@example.org', 'ss@example.org'],
    ['ſ@example.org', 's@example.org'],
  ])('distinguishes %s from %s', (one, other) => {
    expect(emailKey(one)).not.toBe(emailKey(other))
  })
})

describe('withoutAddresses', () => {
  it.each([
    ['550 <ada@example.org>: no', '550 <(address)>: no'],
    ['to ada@example.org, bo@example.org', 'to (address), (address)'],
    ['/x/ada%40example.org', '(address)'],
    ['пенка@example.org', '(address)'],
    ['ada＠example.org', '(address)'],
    ['@ada and ada@', '@ada and ada@'],
    ['nothing', 'nothing'],
  ])('turns %s into %s', (text, safe) => {
    expect(withoutAddresses(text)).toBe(safe)
  })

  it('cuts text that is too long for a log', () => {
    expect(withoutAddresses('a '.repeat(50_000)).length).toBeLessThanOrEqual(10_000)
  })
})
