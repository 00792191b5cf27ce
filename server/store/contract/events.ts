import { expect, it } from 'vitest'
import { created, eventOf, type Open } from './fixtures.ts'

/** The audit trail. */
export function eventContract(open: Open): void {
  it('tells the newest events of a user, newest first, and of nobody else', async () => {
    const { store } = await open()
    const [ada, bob] = [(await created(store)).userId, (await created(store)).userId]
    await store.record([1_000, 3_000, 2_000].map((at) => eventOf({ userId: ada, at })))
    await store.record([eventOf({ userId: bob, at: 4_000 }), eventOf({ at: 5_000 })])
    expect((await store.eventsOf(ada, 2)).map(({ at }) => at)).toEqual([3_000, 2_000])
    expect(await store.eventsOf('nobody', 9)).toEqual([])
  })

  it('sweeps what is too old', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    await store.record([eventOf({ userId, at: 1_000 }), eventOf({ userId, at: 2_000 })])
    expect(await store.sweep({ seenSince: 0, createdSince: 0, keptSince: 2_000 })).toBe(1)
    expect((await store.eventsOf(userId, 9)).map(({ at }) => at)).toEqual([2_000])
  })

  it('keeps only the newest of nobody and of one user', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    await store.record(Array.from({ length: 10_005 }, (_, at) => eventOf({ at })))
    await store.record(Array.from({ length: 1_005 }, (_, at) => eventOf({ userId, at })))
    const kept = await store.eventsOf(userId, 2_000)
    expect([kept.length, kept.at(-1)?.at]).toEqual([1_000, 5])
    expect(await store.sweep({ seenSince: 0, createdSince: 0, keptSince: 1_000_000 })).toBe(11_000)
  })
}
