import { expect, it } from 'vitest'
import { accountOf, created, decide, type Open, sessionOf } from './fixtures.ts'

/** Sessions are rows of their own. */
export function sessionContract(open: Open): void {
  it('finds a session with its account, however old it is', async () => {
    const { store } = await open()
    const { userId, user, connections } = await created(store)
    const session = sessionOf(userId, { browser: 'Firefox', system: 'Linux', identity: null, createdAt: 1 })
    await decide(store, userId, { begins: session })
    expect(await store.findSession(session.idHash)).toEqual({ account: { user, connections }, session })
    expect(await store.findSession('no such session')).toBeUndefined()
  })

  it('notes a visit, and none of a session that has ended', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    const session = sessionOf(userId)
    await decide(store, userId, { begins: session })
    await store.touchSession(session.idHash, 5_000)
    expect(await store.sessionsOf(userId)).toEqual([{ ...session, lastSeenAt: 5_000 }])
    await decide(store, userId, { ends: [session.idHash] })
    await store.touchSession(session.idHash, 6_000)
    expect(await store.sessionsOf(userId)).toEqual([])
  })

  it('lists the sessions of a user, newest visit first', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    const { userId: other } = await created(store)
    const sessions = [1, 3, 2].map((lastSeenAt) => sessionOf(userId, { lastSeenAt }))
    for (const begins of sessions) await decide(store, userId, { begins })
    await decide(store, other, { begins: sessionOf(other) })
    expect((await store.sessionsOf(userId)).map(({ lastSeenAt }) => lastSeenAt)).toEqual([3, 2, 1])
    expect(await store.sessionsOf('nobody')).toEqual([])
  })

  it('ends a session and begins another in one commit, of another account too', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    const { userId: before } = await created(store)
    const [own, others] = [sessionOf(userId), sessionOf(before)]
    await decide(store, userId, { begins: own })
    await decide(store, before, { begins: others })
    const begins = sessionOf(userId)
    await decide(store, userId, { begins, ends: [own.idHash, others.idHash, 'no such session'] })
    expect(await store.sessionsOf(userId)).toEqual([begins])
    expect(await store.sessionsOf(before)).toEqual([])

    const account = accountOf()
    const first = sessionOf(account.user.id)
    await store.create(account, { begins: first, ends: [begins.idHash] })
    expect(await store.sessionsOf(userId)).toEqual([])
    expect(await store.sessionsOf(account.user.id)).toEqual([first])
  })

  it('sweeps those not used for long and those begun too long ago', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    const kept = sessionOf(userId, { lastSeenAt: 5_000, createdAt: 2_000 })
    const unused = sessionOf(userId, { lastSeenAt: 4_999, createdAt: 2_000 })
    const old = sessionOf(userId, { lastSeenAt: 5_000, createdAt: 1_999 })
    for (const begins of [kept, unused, old]) await decide(store, userId, { begins })
    expect(await store.sweep({ seenSince: 5_000, createdSince: 2_000, keptSince: 0 })).toBe(2)
    expect(await store.sessionsOf(userId)).toEqual([kept])
  })
}
