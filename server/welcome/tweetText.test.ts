import { describe, expect, it } from 'vitest'
import { isTweet } from './tweetText.ts'

describe('isTweet', () => {
  it.each([
    ['a word', 'hello'],
    ['280 characters', 'a'.repeat(280)],
    ['280 with a long link, which counts as 23', `${'a'.repeat(256)} https://example.org/${'b'.repeat(600)}`],
    ['140 emoji of two people', '👩‍🚀'.repeat(140)],
    ['140 families', '👨‍👩‍👧‍👦'.repeat(140)],
    ['140 flags of regions', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(140)],
  ])('accepts %s', (_what, text) => {
    expect(isTweet(text)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['281 characters', 'a'.repeat(281)],
    ['141 wide characters', '字'.repeat(141)],
    ['141 emoji', '👩‍🚀'.repeat(141)],
    ['what X refuses', 'a\ufffeb'],
    ['a number', 280],
    ['a list', ['hello']],
    ['undefined', undefined],
  ])('refuses %s', (_what, text) => {
    expect(isTweet(text)).toBe(false)
  })

  it.each(['ا.', 'я.a.', 'a.', '👩‍🚀я.'])('refuses 16 kB of %s without parsing it', (piece) => {
    const text = piece.repeat(16_384 / piece.length)
    const begun = performance.now()
    for (let count = 0; count < 20; count++) expect(isTweet(text)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
