import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Open } from './fixtures.ts'

const HOUR_MS = 3_600_000

/** Limits hold for every window, whenever it begins. */
export function limitContract(open: Open): void {
  const three = { key: 'three', max: 3, windowMs: HOUR_MS }

  it('counts up to the limit, and says how long there is no room', async () => {
    const { store } = await open()
    const waits = await Promise.all([1, 2, 3, 4].map(() => store.use([three])))
    waits.sort((a, b) => a - b)
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits[3]).toBeGreaterThan(HOUR_MS - 10_000)
    expect(waits[3]).toBeLessThanOrEqual(HOUR_MS)
    expect(await store.use([{ ...three, key: 'another' }])).toBe(0)
  })

  it('counts against all or against none', async () => {
    const { store } = await open()
    const one = { key: 'one', max: 1, windowMs: HOUR_MS }
    expect(await store.use([three, one])).toBe(0)
    for (let count = 0; count < 5; count++) expect(await store.use([three, one])).toBeGreaterThan(0)
    expect([await store.use([three]), await store.use([three])]).toEqual([0, 0])
    expect(await store.use([three])).toBeGreaterThan(0)
  })

  it('lets through as many as fit, whatever limits are asked for in whatever order', async () => {
    const { store } = await open()
    let run = 0
    const asked = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), {
      maxLength: 15,
    })
    await fc.assert(
      fc.asyncProperty(asked, async (groups) => {
        const salt = run++
        const room = new Map(['a', 'b', 'c'].map((key, index) => [key, index + 1]))
        for (const keys of groups) {
          const limits = keys.map((key) => ({
            key: `${salt}${key}`,
            max: 'abc'.indexOf(key) + 1,
            windowMs: HOUR_MS,
          }))
          const fits = keys.every((key) => (room.get(key) ?? 0) > 0)
          expect((await store.use(limits)) === 0).toBe(fits)
          if (fits) for (const key of keys) room.set(key, (room.get(key) ?? 0) - 1)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('counts a use with an id once', async () => {
    const { store } = await open()
    for (const id of ['a', 'a', 'b', 'b', 'c', 'c', 'a']) expect(await store.use([three], id)).toBe(0)
    expect(await store.use([three], 'd')).toBeGreaterThan(0)
  })

  it('has room again when the oldest use is a window ago, and then for that one only', async () => {
    const { store } = await open()
    // Long enough for a slow machine to ask three times within it.
    const brief = { key: 'brief', max: 2, windowMs: 3_000 }
    await store.use([brief])
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await store.use([brief])
    expect(await store.use([brief])).toBeGreaterThan(0)
    await expect.poll(() => store.use([brief]), { interval: 10, timeout: 6_000 }).toBe(0)
    expect(await store.use([brief])).toBeGreaterThan(0)
  })

  it('is swept when it limits nobody any more', async () => {
    const { store } = await open()
    await store.use([three])
    await store.use([{ key: 'brief', max: 1, windowMs: 1 }])
    await expect.poll(() => store.sweep({ seenSince: 0, createdSince: 0, keptSince: 0 })).toBe(1)
    expect([await store.use([three]), await store.use([three])]).toEqual([0, 0])
    expect(await store.use([three])).toBeGreaterThan(0)
  })

  it('lets something happen once, however many ask at once', async () => {
    const { store } = await open()
    const once = { key: 'a', max: 1, windowMs: HOUR_MS }
    const waits = await Promise.all(Array.from({ length: 10 }, () => store.use([once])))
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(1)
    expect(await store.use([once])).toBeGreaterThan(0)
    expect(await store.use([{ ...once, key: 'b' }])).toBe(0)
  })
}
