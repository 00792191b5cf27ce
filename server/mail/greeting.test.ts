import { describe, expect, it } from 'vitest'
import { greetingName } from './greeting.ts'

describe('the name in a greeting', () => {
  it('is the person’s own, or the username where there is none', () => {
    expect(greetingName({ name: 'Ada Lovelace', username: 'ada', language: 'en' })).toBe('Ada Lovelace')
    expect(greetingName({ name: 'Martin L. King Jr.', username: 'mlk', language: 'en' })).toBe(
      'Martin L. King Jr.',
    )
    expect(greetingName({ name: '', username: 'ada', language: 'en' })).toBe('ada')
  })

  it.each([
    'Win at https://evil.example',
    'evil.example/win',
    'evil.example',
    'write to a@evil.example',
    'C:\\evil',
    'a'.repeat(61),
  ])('is not %j', (name) => {
    expect(greetingName({ name, username: 'mallory', language: 'en' })).toBe('mallory')
    expect(greetingName({ name, username: name, language: 'en' })).toBe('there')
  })
})
