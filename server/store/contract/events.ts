import { expect, it } from 'vitest'
import { consentOf, eventOf, jobOf, LONG_AGO, type Open, returning, signedUp, userIdOf } from './plans.ts'

/** The audit trail. */
export function eventContract(open: Open): void {
  it('tells the newest events of a user, newest first, and of nobody else', async () => {
    const store = await open()
    const [ada, bob] = [userIdOf(await signedUp(store)), userIdOf(await signedUp(store))]
    await store.record([1_000, 3_000, 2_000].map((at) => eventOf({ userId: ada, at })))
    await store.record([eventOf({ userId: bob, at: 4_000 }), eventOf({ at: 5_000 })])
    expect((await store.eventsOf(ada, 2)).map(({ at }) => at)).toEqual([3_000, 2_000])
    expect(await store.eventsOf('nobody', 9)).toEqual([])
  })

  it('keeps those of a sign-in, of a tweet and of a deletion with what they tell of', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x1' } })
    const userId = userIdOf(plan)
    const events = (at: number) => [eventOf({ userId, at })]
    await store.commitSignIn({ ...returning(plan), events: events(1) })
    const consent = consentOf()
    await store.acceptTweet(userId, { consent, job: jobOf(), events: events(2) })
    await store.acceptTweet(userId, { consent, job: jobOf(), events: events(3) })
    await store.declineTweet(userId, events(4))
    await store.deleteAccount(userId, [], events(5))
    await store.deleteAccount(userId, [], events(6))
    expect((await store.eventsOf(userId, 9)).map(({ at }) => at)).toEqual([5, 2, 1])
  })

  it('forgets with the account where it was used from', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.record([eventOf({ userId })])
    await store.deleteAccount(userId, [], [eventOf({ userId })])
    await store.record([eventOf({ userId })])
    expect((await store.eventsOf(userId, 9)).map(({ from }) => from)).toEqual(['', '', ''])
  })

  it('sweeps what is too old', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.record([eventOf({ userId, at: 1_000 }), eventOf({ userId, at: 2_000 })])
    expect(await store.sweep({ ...LONG_AGO, eventsSince: 2_000 })).toBe(1)
    expect((await store.eventsOf(userId, 9)).map(({ at }) => at)).toEqual([2_000])
  })

  it('keeps only the newest of nobody’s, which anybody can bring about', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.record([eventOf({ userId, at: 1 })])
    await store.record(Array.from({ length: 10_005 }, (_, at) => eventOf({ at })))
    expect(await store.sweep({ ...LONG_AGO, eventsSince: 1_000_000 })).toBe(10_001)
  })
}
