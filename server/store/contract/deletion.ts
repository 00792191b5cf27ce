import { expect, it } from 'vitest'
import { claim, claimed, jobOf, LONG_AGO, type Open, returning, signedUp, userIdOf } from './plans.ts'

/** An account goes as a whole. */
export function deletionContract(open: Open): void {
  it('leaves a tombstone, without links, sessions or waiting jobs', async () => {
    const store = await open()
    const plan = await signedUp(store, { email: 'ada@example.org', emailVerified: true })
    const userId = userIdOf(plan)
    const second = returning(plan)
    await store.commitSignIn(second)
    const other = await signedUp(store)
    await store.enqueue([
      jobOf({ key: 'mine', userId }),
      jobOf({ key: 'other', userId: userIdOf(other), runAt: 5 }),
    ])
    expect(await store.deleteAccount(userId, [jobOf({ key: 'farewell', runAt: 6 })], [])).toBe(true)
    expect(await store.findUser(userId)).toBeUndefined()
    expect(await store.findLink('github', plan.link.uid)).toBeUndefined()
    for (const { session } of [plan, second])
      expect(await store.findSession(session.idHash, LONG_AGO)).toBeUndefined()
    expect(await store.findSession(other.session.idHash, LONG_AGO)).toBeDefined()
    expect([(await claim(store))?.key, (await claim(store))?.key, await claim(store)]).toEqual([
      'other',
      'farewell',
      undefined,
    ])
  })

  it('happens once', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const remove = () => store.deleteAccount(userIdOf(plan), [jobOf()], [])
    expect((await Promise.all([remove(), remove()])).sort()).toEqual([false, true])
    expect(await claim(store)).toBeDefined()
    expect(await claim(store)).toBeUndefined()
    expect(await store.deleteAccount('nobody', [], [])).toBe(false)
  })

  it('removes what was given up or parked for the user, and what is given up later', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.enqueue(['1', '2', '3', '4'].map((id) => jobOf({ id, key: id, userId })))
    for (const state of ['dead', 'parked'] as const) {
      await store.endJob({ jobId: (await claimed(store)).id, owner: 'me' }, { state, reason: 'why' })
    }
    const underway = [await claimed(store), await claimed(store)]
    await store.deleteAccount(userId, [], [])
    for (const [index, state] of (['dead', 'parked'] as const).entries()) {
      await store.endJob({ jobId: underway[index]?.id ?? '', owner: 'me' }, { state, reason: 'why' })
    }
    await store.enqueue(['1', '2', '3', '4'].map((key) => jobOf({ key })))
    const keys = [await claim(store), await claim(store), await claim(store), await claim(store)]
    expect(keys.map((job) => job?.key)).toEqual(['1', '2', '3', '4'])
  })

  it('leaves a running job to its worker', async () => {
    const store = await open()
    const plan = await signedUp(store)
    await store.enqueue([jobOf({ userId: userIdOf(plan) })])
    const job = await claimed(store)
    await store.deleteAccount(userIdOf(plan), [], [])
    expect(await store.finishJob({ jobId: job.id, owner: 'me' })).toBe(true)
  })

  it('lets the same identity begin anew', async () => {
    const store = await open()
    const plan = await signedUp(store, {}, { uid: '1' })
    await store.deleteAccount(userIdOf(plan), [], [])
    const again = await signedUp(store, {}, { uid: '1' })
    expect((await store.findLink('github', '1'))?.user.id).toBe(userIdOf(again))
  })
}
