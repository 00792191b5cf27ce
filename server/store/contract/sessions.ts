import { expect, it } from 'vitest'
import { Conflict } from '../store.ts'
import { eventOf, LONG_AGO, type Open, returning, sessionOf, signedUp, since, userIdOf } from './plans.ts'

/** Sessions begin, are seen, and end. */
export function sessionContract(open: Open): void {
  it('finds a session seen lately enough, and no other', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    expect(await store.findSession(session.idHash, since(1_000))).toMatchObject({ session })
    expect(await store.findSession(session.idHash, since(1_001))).toBeUndefined()
    expect(await store.findSession('another', since(0))).toBeUndefined()
  })

  it('finds no session that began too long ago, however lately it was seen', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    await store.touchSession(session.idHash, 5_000)
    expect(await store.findSession(session.idHash, { seenSince: 5_000, createdSince: 1_000 })).toBeDefined()
    expect(await store.findSession(session.idHash, { seenSince: 5_000, createdSince: 1_001 })).toBeUndefined()
  })

  it('notes the last visit, unless the session is gone', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    await store.touchSession(session.idHash, 5_000)
    expect(await store.findSession(session.idHash, since(5_000))).toBeDefined()
    await store.endSession(session.idHash)
    await store.touchSession(session.idHash, 6_000)
    await store.endSession(session.idHash)
    expect(await store.findSession(session.idHash, LONG_AGO)).toBeUndefined()
  })

  it('puts a new session in the place of the old one', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const again = { ...returning(plan), replacesSession: plan.session.idHash }
    await store.commitSignIn(again)
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeUndefined()
    expect(await store.findSession(again.session.idHash, LONG_AGO)).toBeDefined()
  })

  it('goes on only with a session that is still there', async () => {
    const store = await open()
    const plan = await signedUp(store)
    await store.endSession(plan.session.idHash)
    const replacesSession = plan.session.idHash
    const connecting = { ...returning(plan), replacesSession, continuesSession: true }
    await expect(store.commitSignIn(connecting)).rejects.toThrow(Conflict)
    expect(await store.findSession(connecting.session.idHash, LONG_AGO)).toBeUndefined()
    await store.commitSignIn({ ...connecting, continuesSession: false })
  })

  it('sweeps what nobody has used for long', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const fresh = { ...returning(plan), session: sessionOf(userIdOf(plan), { lastSeenAt: 9_000 }) }
    await store.commitSignIn(fresh)
    expect(await store.sweep({ ...since(5_000), eventsSince: 0 })).toBe(1)
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeUndefined()
    expect(await store.findSession(fresh.session.idHash, LONG_AGO)).toBeDefined()
  })

  it('sweeps what began too long ago', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    expect(await store.sweep({ seenSince: 0, createdSince: 1_001, eventsSince: 0 })).toBe(1)
    expect(await store.findSession(session.idHash, LONG_AGO)).toBeUndefined()
  })

  it('keeps the age of a session when the clock is set back', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    await store.clockMoved(-400)
    expect(await store.findSession(session.idHash, since(600))).toBeDefined()
    expect(await store.findSession(session.idHash, since(601))).toBeUndefined()
  })

  it('makes no session younger when the clock is set forward', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    await store.clockMoved(400)
    expect(await store.findSession(session.idHash, since(1_001))).toBeUndefined()
  })

  it('lists the sessions of a user, newest visit first', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const userId = userIdOf(plan)
    const later = {
      ...returning(plan),
      session: sessionOf(userId, { lastSeenAt: 9_000, browser: 'Firefox' }),
    }
    const old = { ...returning(plan), session: sessionOf(userId, { lastSeenAt: 10 }) }
    await store.commitSignIn(later)
    await store.commitSignIn(old)
    await signedUp(store)
    expect(await store.sessionsOf(userId, since(1_000))).toEqual([later.session, plan.session])
    expect(await store.sessionsOf('nobody', LONG_AGO)).toEqual([])
  })

  it('ends one session of a user, or all but one', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const userId = userIdOf(plan)
    const [second, third] = [returning(plan), returning(plan)]
    await store.commitSignIn(second)
    await store.commitSignIn(third)
    const other = await signedUp(store)
    expect(await store.endSessions(userId, { id: other.session.id }, [])).toBe(0)
    expect(await store.endSessions(userId, { id: second.session.id }, [eventOf({ userId })])).toBe(1)
    expect(await store.findSession(second.session.idHash, LONG_AGO)).toBeUndefined()
    expect(await store.endSessions(userId, { allBut: third.session.idHash }, [])).toBe(1)
    expect(await store.sessionsOf(userId, LONG_AGO)).toEqual([third.session])
    expect(await store.sessionsOf(userIdOf(other), LONG_AGO)).toEqual([other.session])
    expect(await store.eventsOf(userId, 9)).toHaveLength(1)
  })
}
