import { expect, it } from 'vitest'
import { claim, jobOf, type Open, signedUp, userIdOf } from './plans.ts'

/** An offer is answered once. */
export function tweetContract(open: Open): void {
  const consent = { uid: 'x1', text: 'hi', at: '2026-01-01T00:00:00.000Z', basis: 'asked' as const }

  it('accepts an offer once, with its consent and its job', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x1' } })
    const accept = () => store.acceptTweet(userIdOf(plan), { consent, job: jobOf(), events: [] })
    expect((await Promise.all([accept(), accept(), accept()])).sort()).toEqual([false, false, true])
    expect((await store.findUser(userIdOf(plan)))?.user).toMatchObject({
      tweetOffer: null,
      tweetConsents: [consent],
    })
    expect(await claim(store)).toBeDefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('accepts nothing for another identity, after declining, or for nobody', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x2' } })
    expect(await store.acceptTweet(userIdOf(plan), { consent, job: jobOf(), events: [] })).toBe(false)
    expect(await store.declineTweet(userIdOf(plan), [])).toBe(true)
    expect(await store.declineTweet(userIdOf(plan), [])).toBe(false)
    expect(
      await store.acceptTweet(userIdOf(plan), {
        consent: { ...consent, uid: 'x2' },
        job: jobOf(),
        events: [],
      }),
    ).toBe(false)
    expect(await store.declineTweet('nobody', [])).toBe(false)
    expect(await store.nextJobAt()).toBeUndefined()
  })
}
