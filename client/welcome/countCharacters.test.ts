import { describe, expect, it } from 'vitest'
import { countCharacters } from './countCharacters.ts'

describe('countCharacters', () => {
  it.each([
    ['Just joined!', 268, true],
    ['x'.repeat(280), 0, true],
    ['x'.repeat(281), -1, false],
    ['字'.repeat(140), 0, true],
    ['👩‍👩‍👧', 278, true],
    [`https://example.org/${'y'.repeat(300)}`, 257, true],
    ['', 280, false],
    [' \n', 278, false],
  ])('counts %j as X does', (text, left, isValid) => {
    expect(countCharacters(text)).toEqual({ left, isValid })
  })
})
