import { expect, it } from 'vitest'
import { dayOf } from '../counted.ts'
import type { Search, Store } from '../store.ts'
import { created, decide, eventOf, type Open, sessionOf, tombstoneOf } from './fixtures.ts'

const LOCK = { at: '2026-01-02T00:00:00.000Z', reason: 'spam' }

/** What operators ask: who is there, and how many. */
export function deskContract(open: Open): void {
  it('finds accounts by the beginning of username, name or address, in any spelling, each once', async () => {
    const { store } = await open()
    await created(store, { username: 'Ada', name: 'Ada Lovelace', email: 'ada@example.org' })
    await created(store, { username: 'zoe', name: 'ÀDA Byron', email: 'Zoë@example.org' })
    await created(store, { username: 'bob', name: '', email: 'ada.two@example.org' })
    await created(store, { username: 'ünal', name: 'Адам' })
    expect(await names(store, 'ADA')).toEqual(['Ada', 'bob'])
    expect(await names(store, 'àd')).toEqual(['zoe'])
    expect(await names(store, 'zoë@')).toEqual(['zoe'])
    expect(await names(store, 'Ünal')).toEqual(['ünal'])
    expect(await names(store, 'аДА')).toEqual(['ünal'])
    expect(await names(store, '')).toEqual(['Ada', 'bob', 'zoe', 'ünal'])
    expect(await names(store, 'ovelace')).toEqual([])
  })

  it('takes signs of patterns, quotes and long texts for what they are', async () => {
    const { store } = await open()
    await created(store, { username: 'a%b', name: `it's "x"` })
    await created(store, { username: 'a_c', name: '\\back' })
    await created(store, { username: 'abc', name: 'x'.repeat(10_000) })
    expect(await names(store, '%')).toEqual([])
    expect(await names(store, 'a%')).toEqual(['a%b'])
    expect(await names(store, 'a_')).toEqual(['a_c'])
    expect(await names(store, `it's "`)).toEqual(['a%b'])
    expect(await names(store, '\\')).toEqual(['a_c'])
    expect(await names(store, 'x'.repeat(150))).toEqual(['abc'])
    expect(await names(store, 'x'.repeat(10_000))).toEqual([])
    expect(await names(store, '\0')).toEqual([])
    expect(await names(store, '\ud800')).toEqual([])
  })

  it('pages on behind a place, even when that account is gone', async () => {
    const { store } = await open()
    const people = [
      { username: 'ab' },
      { username: 'aa' },
      { username: 'x', name: 'Ab' },
      { username: 'y', name: 'Ab' },
      { username: 'z', name: 'Z', email: 'ab@example.org' },
    ]
    for (const person of people) await created(store, { name: '', ...person })
    const seen: string[] = []
    let after: Search['after']
    for (let page = 0; page < 6; page++) {
      const [found] = await store.search({ start: 'a', limit: 1, ...(after && { after }) })
      if (!found) break
      seen.push(found.account.user.username)
      after = found.place
      const userId = found.account.user.id
      await decide(store, userId, { tombstone: tombstoneOf(userId) })
    }
    expect(seen.slice(0, 2)).toEqual(['aa', 'ab'])
    expect(seen.slice(2, 4).sort()).toEqual(['x', 'y'])
    expect(seen.slice(4)).toEqual(['z'])
  })

  it('finds and counts those who are active, locked or leaving', async () => {
    const { store } = await open()
    await created(store, { username: 'active' })
    const { userId } = await created(store, { username: 'locked', lock: LOCK })
    const leavingSince = '2026-01-03T00:00:00.000Z'
    await created(store, { username: 'leaving', leavingSince })
    await created(store, { username: 'leaving-locked', leavingSince, lock: LOCK })
    expect(await names(store, '', 'active')).toEqual(['active'])
    expect(await names(store, '', 'locked')).toEqual(['locked'])
    expect(await names(store, 'l', 'leaving')).toEqual(['leaving', 'leaving-locked'])
    const figures = { accounts: { all: 4, locked: 1, leaving: 2 }, counts: [] }
    expect(await store.figuresSince('')).toEqual(figures)
    await decide(store, userId, { tombstone: tombstoneOf(userId) })
    expect(await store.sweep({ seenSince: 0, createdSince: 0, keptSince: 0 })).toBe(0)
    expect(await store.figuresSince('')).toEqual({ ...figures, accounts: { all: 3, locked: 0, leaving: 2 } })
  })

  it('tells when somebody was seen last: in a session, or else at a sign-in', async () => {
    const { store } = await open()
    const [ada, bob, eve] = ['ada', 'bob', 'eve'].map((username) => created(store, { username }))
    const ids = (await Promise.all([ada, bob, eve])).map((account) => account?.userId ?? '')
    await decide(store, ids[0] ?? '', { begins: sessionOf(ids[0] ?? '', { lastSeenAt: 5_000 }) })
    await decide(store, ids[0] ?? '', { begins: sessionOf(ids[0] ?? '', { lastSeenAt: 7_000 }) })
    await store.record([
      eventOf({ userId: ids[0] ?? '', at: 9_000 }),
      eventOf({ userId: ids[1] ?? '', at: 3_000 }),
      eventOf({ userId: ids[1] ?? '', at: 4_000, outcome: 'cancelled' }),
    ])
    const found = await store.search({ start: '', limit: 9 })
    expect(found.map(({ lastSeenAt }) => lastSeenAt)).toEqual([7_000, 3_000, null])
  })

  it('adds up what is counted, day by day, and forgets it after two months', async () => {
    const { store } = await open()
    const [today, past] = [dayOf(Date.now()), dayOf(Date.now() - 70 * 86_400_000)]
    await store.count([
      { day: today, key: 'a', n: 2 },
      { day: past, key: 'a', n: 5 },
    ])
    const again = { day: today, key: 'a', n: 1 }
    await Promise.all([store.count([again, { day: today, key: 'b', n: 1 }]), store.count([again])])
    await store.count([])
    const counted = [
      { day: today, key: 'a', n: 4 },
      { day: today, key: 'b', n: 1 },
    ]
    expect((await store.figuresSince(today)).counts).toEqual(counted)
    expect((await store.figuresSince(past)).counts).toHaveLength(3)
    expect(await store.sweep({ seenSince: 0, createdSince: 0, keptSince: 0 })).toBe(1)
    expect((await store.figuresSince(past)).counts).toEqual(counted)
  })

  it('keeps who did something and why, until the account is deleted', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    const event = eventOf({ userId, what: 'locked', provider: null, from: '', by: 'operator', note: 'spam' })
    await decide(store, userId, { events: [event] })
    await store.record([eventOf({ userId, at: 0, what: 'unlocked', by: 'operator', note: '' })])
    const events = await store.eventsOf(userId, 9)
    expect(events[0]).toEqual(event)
    expect(events[1]).toMatchObject({ by: 'operator', note: '' })
    await decide(store, userId, { tombstone: tombstoneOf(userId) })
    await store.record([eventOf({ userId, by: 'operator', note: 'late' })])
    const kept = await store.eventsOf(userId, 9)
    expect(kept).toHaveLength(3)
    for (const one of kept) {
      expect(one).toMatchObject({ by: 'operator', from: '' })
      expect(one).not.toHaveProperty('note')
    }
  })
}

async function names(store: Store, start: string, state?: Search['state']): Promise<string[]> {
  const found = await store.search({ start, limit: 50, ...(state && { state }) })
  return found.map(({ account }) => account.user.username)
}
