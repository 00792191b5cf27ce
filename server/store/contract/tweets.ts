import { expect, it } from 'vitest'
import { claim, claimed, consentOf, jobOf, type Open, signedUp, userIdOf } from './plans.ts'

/** An offer is answered once. */
export function tweetContract(open: Open): void {
  const consent = consentOf()

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

  /** Somebody who has consented, with the job. */
  async function consented() {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x1' } })
    const userId = userIdOf(plan)
    await store.acceptTweet(userId, { consent, job: jobOf({ key: 'tweet', userId }), events: [] })
    const withdraw = () =>
      store.withdrawTweet(userId, { uid: 'x1', at: '2026-01-02T00:00:00.000Z', jobKey: 'tweet', events: [] })
    const kept = async () => (await store.findUser(userId))?.user.tweetConsents
    return { store, userId, withdraw, kept }
  }

  it('lets a consent be taken back, with its job', async () => {
    const { store, withdraw, kept } = await consented()
    expect((await Promise.all([withdraw(), withdraw()])).sort()).toEqual([false, true])
    expect(await kept()).toMatchObject([{ text: 'hi', withdrawnAt: '2026-01-02T00:00:00.000Z' }])
    expect(await claim(store)).toBeUndefined()
  })

  it('lets a consent be taken back after its job was given up', async () => {
    const { store, withdraw } = await consented()
    const lease = { jobId: (await claimed(store)).id, owner: 'me' }
    await store.endJob(lease, { state: 'dead', reason: 'why' })
    expect(await withdraw()).toBe(true)
  })

  it('takes no consent back when it may be too late', async () => {
    const { store, userId, withdraw, kept } = await consented()
    const lease = { jobId: (await claimed(store)).id, owner: 'me' }
    expect(await withdraw()).toBe(false)
    await store.endJob(lease, { state: 'parked', reason: 'why' })
    expect(await withdraw()).toBe(false)
    await store.noteTweetPosted(userId, 'x1', '2026-01-03T00:00:00.000Z')
    expect(await withdraw()).toBe(false)
    expect(await kept()).toMatchObject([{ postedAt: '2026-01-03T00:00:00.000Z', withdrawnAt: null }])
  })
}
