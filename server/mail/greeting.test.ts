import { describe, expect, it } from 'vitest'
import { greetingName } from './greeting.ts'

describe('the name in a greeting', () => {
  it('is the user’s name, or the username without one', () => {
    expect(greetingName({ name: 'Ada Lovelace', username: 'ada', language: 'en' })).toBe('Ada Lovelace')
    expect(greetingName({ name: 'Martin L. King Jr.', username: 'mlk', language: 'en' })).toBe(
      'Martin L. King Jr.',
    )
    expect(greetingName({ name: '', username: 'ada', language: 'en' })).toBe('ada')
    for (const name of [
      'Пенка Йорданова',
      '王小明',
      'Seán O’Brien-Smith',
      'दादी',
      'Ada 🚀',
      '👩‍🚀',
      'Bob (1984)',
      'José María',
    ])
      expect(greetingName({ name, username: 'x', language: 'en' })).toBe(name)
  })

  it.each([
    'Win at https://evil.example',
    'evil.example/win',
    'evil.example',
    'write to a@evil.example',
    'C:\\evil',
    'a'.repeat(61),
    'Call +1 900 555 0199',
    'Call 1-900-555-0199',
    'Ruf an: 0900 1 2 3 4',
    'SMS WIN an 70000',
    '١٢٣٤٥',
    '①②③④⑤',
    'evil。com',
    'evil．com',
    'evil｡com',
    'evil․com',
    'evil·com',
    'evil‧com',
    'evil・com',
    'evil･com',
    'evil•com',
    'evil∙com',
    'evil⋅com',
    'evil۔com',
    'evil܁com',
    'evilᐧcom',
    'evilꓸcom',
    'evilꞏcom',
    'evil‥com',
    'evil…com',
    'evil⒈com',
    'evil﹒com',
    'ｅｖｉｌ．ｃｏｍ',
    'evil∕win',
    'evil⁄win',
    'write to a＠evil',
    'evil\u202emoc',
    'evil\u200b.com',
    'a\r\nBcc: b',
    'Konto gesperrt. Call +1 900 … evil。com now',
  ])('does not contain %j', (name) => {
    expect(greetingName({ name, username: 'mallory', language: 'en' })).toBe('mallory')
    expect(greetingName({ name, username: name, language: 'en' })).toBe('there')
  })
})
