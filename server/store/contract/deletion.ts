import { expect, it } from 'vitest'
import { PermanentFailure } from '../../jobs/task.ts'
import {
  connectionOf,
  created,
  decide,
  eventOf,
  jobOf,
  type Open,
  openJobs,
  PATIENCE,
  sessionOf,
  tombstoneOf,
  work,
  workOf,
} from './fixtures.ts'

/** An account goes as a whole. */
export function deletionContract(open: Open): void {
  it('leaves a tombstone, and neither account nor sessions', async () => {
    const { store, queue } = await open()
    const { userId, connections } = await created(store, { username: 'ada', email: 'ada@example.org' })
    const other = await created(store)
    const [session, others] = [sessionOf(userId), sessionOf(other.userId)]
    await decide(store, userId, { begins: session })
    await decide(store, other.userId, { begins: others })
    const tombstone = tombstoneOf(userId)
    const farewell = jobOf()
    expect(await decide(store, userId, { tombstone, jobs: [farewell] })).toBe('decided')
    const identity = connections[0] ?? connectionOf()
    for (const key of [{ id: userId }, { username: 'ada' }, { email: 'ada@example.org' }, identity])
      expect(await store.find(key)).toBeUndefined()
    expect(await store.findSession(session.idHash)).toBeUndefined()
    expect(await store.findSession(others.idHash)).toBeDefined()
    expect(await store.findTombstone(tombstone.username)).toEqual(tombstone)
    expect(await store.findTombstone(tombstone.identities[0] ?? '')).toEqual(tombstone)
    expect(await store.findTombstone('no such fingerprint')).toBeUndefined()
    expect(await openJobs(queue)).toEqual([farewell.id])
  })

  it('happens once', async () => {
    const { store, queue } = await open()
    const { userId } = await created(store)
    const remove = () => decide(store, userId, { tombstone: tombstoneOf(userId), jobs: [jobOf()] })
    expect((await Promise.all([remove(), remove()])).sort()).toEqual(['decided', undefined])
    expect(await openJobs(queue)).toHaveLength(1)
  })

  it('finds the newest tombstone of several with one fingerprint', async () => {
    const { store } = await open()
    for (const day of ['02', '04', '03']) {
      const { userId } = await created(store)
      const deletedAt = `2026-01-${day}T00:00:00.000Z`
      await decide(store, userId, { tombstone: tombstoneOf(userId, { deletedAt, username: 'mark' }) })
    }
    expect((await store.findTombstone('mark'))?.deletedAt).toBe('2026-01-04T00:00:00.000Z')
  })

  it('frees names, address and identities', async () => {
    const { store } = await open()
    const parts = [{ username: 'ada', email: 'ada@example.org' }, { uid: '1' }] as const
    const { userId } = await created(store, ...parts)
    await decide(store, userId, { tombstone: tombstoneOf(userId) })
    const again = await created(store, ...parts)
    expect((await store.find({ provider: 'github', uid: '1' }))?.user.id).toBe(again.userId)
  })

  it('takes the dead letters of the user along, and a job of a user who is gone becomes none', async () => {
    const storage = await open()
    const { store, queue } = storage
    const { userId } = await created(store)
    const other = await created(store)
    let tries = 0
    const failing = workOf(async () => {
      tries++
      throw new PermanentFailure('refused')
    })
    work(storage, failing)
    const jobs = [jobOf({ userId }), jobOf({ userId: other.userId })]
    await queue.add(jobs)
    await expect.poll(() => queue.countDead(), PATIENCE).toBe(2)
    await decide(store, userId, { tombstone: tombstoneOf(userId) })
    expect(await queue.jobsOf(userId)).toEqual([])
    expect((await queue.list({ state: 'dead', limit: 9 })).map(({ id }) => id)).toEqual([jobs[1]?.id])

    await queue.add([jobOf({ userId })])
    await expect.poll(() => openJobs(queue), PATIENCE).toEqual([])
    expect([tries, await queue.countDead()]).toEqual([3, 1])
  })

  it('forgets where the account was used from', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    await store.record([eventOf({ userId })])
    const events = [eventOf({ userId, what: 'deletion' })]
    await decide(store, userId, { tombstone: tombstoneOf(userId), events })
    await store.record([eventOf({ userId })])
    expect((await store.eventsOf(userId, 9)).map(({ from }) => from)).toEqual(['', '', ''])
  })

  it('sweeps tombstones that are too old', async () => {
    const { store } = await open()
    const ids = [(await created(store)).userId, (await created(store)).userId]
    const days = ['02', '03']
    for (const [n, userId] of ids.entries()) {
      const deletedAt = `2026-01-${days[n]}T00:00:00.000Z`
      await decide(store, userId, { tombstone: tombstoneOf(userId, { deletedAt, username: `mark ${n}` }) })
    }
    const keptSince = Date.parse('2026-01-03T00:00:00.000Z')
    expect(await store.sweep({ seenSince: 0, createdSince: 0, keptSince })).toBe(1)
    expect(await store.findTombstone('mark 0')).toBeUndefined()
    expect(await store.findTombstone('mark 1')).toBeDefined()
  })
}
