import { describe, expect, it } from 'vitest'
import { dangerHue } from './dangerHue.ts'

describe('the hue of danger', () => {
  it.each([
    ['#b4552d', 11], // The default accent, an orange brown.
    ['#cc6600', 11],
    ['#c2185b', 38], // A crimson.
    ['#7b1fa2', 38],
    ['#1559b7', 38],
  ])('is far from the accent %s', (accent, hue) => {
    expect(dangerHue(accent)).toBe(hue)
  })
})
