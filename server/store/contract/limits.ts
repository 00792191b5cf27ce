import { expect, it } from 'vitest'
import { LONG_AGO, type Open } from './plans.ts'

const HOUR_MS = 3_600_000

/** Limits hold for every window, whenever it begins. */
export function limitContract(open: Open): void {
  const three = { key: 'three', max: 3, windowMs: HOUR_MS }

  it('counts up to the limit, and says how long there is no room', async () => {
    const store = await open()
    const waits = await Promise.all([1, 2, 3, 4].map(() => store.use([three])))
    // Of those who come at once, who is first is nobody’s to say.
    waits.sort((a, b) => a - b)
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits[3]).toBeGreaterThan(HOUR_MS - 10_000)
    expect(waits[3]).toBeLessThanOrEqual(HOUR_MS)
    expect(await store.use([{ ...three, key: 'another' }])).toBe(0)
  })

  it('counts against all or against none', async () => {
    const store = await open()
    const one = { key: 'one', max: 1, windowMs: HOUR_MS }
    expect(await store.use([three, one])).toBe(0)
    for (let count = 0; count < 5; count++) expect(await store.use([three, one])).toBeGreaterThan(0)
    expect([await store.use([three]), await store.use([three])]).toEqual([0, 0])
    expect(await store.use([three])).toBeGreaterThan(0)
  })

  it('counts what has an id once', async () => {
    const store = await open()
    for (const id of ['a', 'a', 'b', 'b', 'c', 'c', 'a']) expect(await store.use([three], id)).toBe(0)
    expect(await store.use([three], 'd')).toBeGreaterThan(0)
  })

  it('has room again when the oldest use is a window ago, and then for that one only', async () => {
    const store = await open()
    const brief = { key: 'brief', max: 2, windowMs: 300 }
    await store.use([brief])
    await new Promise((resolve) => setTimeout(resolve, 150))
    await store.use([brief])
    expect(await store.use([brief])).toBeGreaterThan(0)
    await expect.poll(() => store.use([brief]), { interval: 10 }).toBe(0)
    expect(await store.use([brief])).toBeGreaterThan(0)
  })

  it('is swept when it limits nobody any more', async () => {
    const store = await open()
    await store.use([three])
    await store.use([{ key: 'brief', max: 1, windowMs: 1 }])
    await expect.poll(() => store.sweep({ ...LONG_AGO, eventsSince: 0 })).toBe(1)
  })

  it('waits no longer because the clock was set back', async () => {
    const store = await open()
    const one = { key: 'one', max: 1, windowMs: HOUR_MS }
    await store.use([one])
    await store.clockMoved(-HOUR_MS)
    expect(await store.use([one])).toBe(0)
  })

  it('never waits longer than the window, though a use be younger than the one who asks', async () => {
    const store = await open()
    const one = { key: 'one', max: 1, windowMs: HOUR_MS }
    await store.use([one])
    await store.clockMoved(10_000)
    expect(await store.use([one])).toBe(HOUR_MS)
  })

  it('lets something happen once', async () => {
    const store = await open()
    expect(await store.useOnce('a', HOUR_MS)).toBe(true)
    expect(await store.useOnce('a', HOUR_MS)).toBe(false)
    expect(await store.useOnce('b', HOUR_MS)).toBe(true)
  })
}
