import '../testTexts.ts'
import { describe, expect, it } from 'vitest'
import { deviceWords } from './deviceWords.ts'

describe('the name of a device', () => {
  it.each([
    ['Firefox', 'Windows', 'Firefox on Windows'],
    ['Firefox', '', 'Firefox'],
    ['', 'Linux', 'Linux'],
    ['', '', 'Unknown browser'],
  ])('for browser %j and system %j is %s', (browser, system, words) => {
    expect(deviceWords({ browser, system })).toBe(words)
  })
})
