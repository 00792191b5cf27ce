import '../testTexts.ts'
import { describe, expect, it } from 'vitest'
import { deviceWords } from './deviceWords.ts'

describe('what a browser is called', () => {
  it.each([
    ['Firefox', 'Windows', 'Firefox on Windows'],
    ['Firefox', '', 'Firefox'],
    ['', 'Linux', 'Linux'],
    ['', '', 'Unknown browser'],
  ])('%j and %j: %s', (browser, system, words) => {
    expect(deviceWords({ browser, system })).toBe(words)
  })
})
