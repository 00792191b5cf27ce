import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts'

describe('backoffMs', () => {
  it('begins at about two seconds', () => {
    expect(backoffMs(1, 0)).toBe(1_500)
    expect(backoffMs(1, 0.5)).toBe(2_000)
  })

  it('grows with every attempt and never exceeds an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const ms = backoffMs(attempt, random)
          expect(ms).toBeLessThanOrEqual(3_600_000)
          expect(ms).toBeLessThanOrEqual(backoffMs(attempt + 1, random))
        },
      ),
    )
  })

  it('spreads jobs that failed together', () => {
    expect(backoffMs(3, 0.9)).toBeGreaterThan(backoffMs(3, 0.1))
  })

  it('bears an outage of more than an hour before a job is given up', () => {
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => backoffMs(index + 1, 0))
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThan(3_600_000)
  })
})
