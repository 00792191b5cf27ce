import { expect, it } from 'vitest'
import { Conflict } from '../store.ts'
import {
  claim,
  claimed,
  eventOf,
  jobOf,
  LONG_AGO,
  type Open,
  returning,
  signedUp,
  userIdOf,
} from './plans.ts'

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

  it('begins once, and from then on nobody is signed in as the user', async () => {
    const store = await open()
    const plan = await signedUp(store, { email: 'ada@example.org', emailVerified: true })
    const userId = userIdOf(plan)
    const begin = () => store.beginDeletion(userId, '2026-01-02T00:00:00.000Z', jobOf({ key: 'go', userId }))
    expect((await Promise.all([begin(), begin()])).sort()).toEqual([false, true])
    expect(await store.findUser(userId)).toBeUndefined()
    expect(await store.findLeaving(userId)).toMatchObject({ user: { email: 'ada@example.org' }, links: [{}] })
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeUndefined()
    expect((await store.findUserByEmail('ada@example.org'))?.user.leavingSince).not.toBeNull()
    await expect(store.commitSignIn(returning(plan))).rejects.toThrow(Conflict)
    expect(
      await store.setAddress(userId, {
        email: 'x@example.org',
        replaces: 'ada@example.org',
        welcomedAt: null,
        jobs: [],
        events: [],
      }),
    ).toBe('gone')
    expect((await claim(store))?.key).toBe('go')
    expect(await store.beginDeletion('nobody', '2026-01-02T00:00:00.000Z', jobOf())).toBe(false)
  })

  it('is completed from there', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.beginDeletion(userId, '2026-01-02T00:00:00.000Z', jobOf({ userId }))
    expect(await store.deleteAccount(userId, [], [])).toBe(true)
    expect(await store.findLeaving(userId)).toBeUndefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('is taken back as if it had never begun', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const userId = userIdOf(plan)
    const job = jobOf({ userId })
    await store.beginDeletion(userId, '2026-01-02T00:00:00.000Z', job)
    await store.cancelDeletion(userId, job.id, [eventOf({ what: 'deletion', outcome: 'failed', userId })])
    await store.cancelDeletion(userId, job.id, [eventOf({ userId })])
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeDefined()
    expect(await store.findLeaving(userId)).toBeUndefined()
    expect(await claim(store)).toBeUndefined()
    expect(await store.eventsOf(userId, 9)).toMatchObject([{ outcome: 'failed' }])
  })
}
