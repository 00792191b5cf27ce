import { describe, expect, it, onTestFinished } from 'vitest'
import { newDatabase, open } from '../../../e2e/support/testDatabase.ts'
import { Wire } from '../../../e2e/support/wire.ts'
import { accountOf, created, decide, eventOf, jobOf, sessionOf } from '../contract/fixtures.ts'
import { StoreUnavailable } from '../store.ts'

/** As many as a server has. */
const CONNECTIONS = 10

/** A store behind a wire, with a connection in its pool. */
async function openByWire() {
  const wire = await Wire.lay(await newDatabase({ isMigrated: true }))
  onTestFinished(() => wire.close())
  const { store, queue } = await open(wire.url)
  await store.check()
  return { wire, store, queue }
}

async function tripsOf(wire: { roundTrips: number }, work: Promise<unknown>): Promise<number> {
  const before = wire.roundTrips
  await work
  return wire.roundTrips - before
}

/** A new account with everything that a commit can take along. */
function full() {
  const account = accountOf({ email: 'ada@example.org' })
  const { id: userId } = account.user
  const consequences = {
    begins: sessionOf(userId),
    jobs: [jobOf({ userId }), jobOf()],
    events: [eventOf({ userId }), eventOf({ userId })],
  }
  return { account, userId, consequences }
}

describe('the wire to the database', () => {
  it('is used once by a first sign-in, twice by a change, and once by what a request looks up', async () => {
    const { wire, store, queue } = await openByWire()
    const { account, userId, consequences } = full()
    expect(await tripsOf(wire, store.create(account, consequences))).toBe(1)
    const changed = { ...account, user: { ...account.user, name: 'Ada L.' } }
    const begins = sessionOf(userId)
    const change = { account: changed, begins, ends: [consequences.begins.idHash], jobs: [jobOf()] }
    expect(await tripsOf(wire, decide(store, userId, change))).toBe(2)
    expect(await tripsOf(wire, decide(store, userId, { account: changed }))).toBe(2)
    const limits = [
      { key: 'a', max: 3, windowMs: 1_000 },
      { key: 'b', max: 1, windowMs: 9_000 },
    ]
    const lookUps: [string, () => Promise<unknown>][] = [
      ['findSession', () => store.findSession(begins.idHash)],
      ['find', () => store.find({ provider: 'github', uid: 'x' })],
      ['use', () => store.use(limits, 'id')],
      ['touchSession', () => store.touchSession(begins.idHash, 5_000)],
      ['record', () => store.record([eventOf()])],
      ['add', () => queue.add([jobOf()])],
    ]
    for (const [name, lookUp] of lookUps) expect(await tripsOf(wire, lookUp()), name).toBe(1)
  })

  it('may be cut before the answer to a commit: what was kept is kept, and said to be', async () => {
    const { wire, store, queue } = await openByWire()
    const { userId } = await created(store)
    wire.cutAtCommit('after')
    expect(await decide(store, userId, { jobs: [jobOf({ userId })] })).toBe('decided')
    expect(await queue.jobsOf(userId)).toHaveLength(1)
    expect(wire.cuts).toBe(1)
  })

  it('may be cut before the answer to a write of one statement', async () => {
    const { wire, store, queue } = await openByWire()
    wire.cutAt('insert into commits', 'after')
    const { account, userId, consequences } = full()
    await store.create(account, consequences)
    expect(await store.find({ id: userId })).toBeDefined()
    wire.cutAt('insert into commits', 'after')
    await queue.add([jobOf({ userId })])
    expect(await queue.jobsOf(userId)).toHaveLength(2)
    wire.cutAt('insert into commits', 'before')
    await expect(queue.add([jobOf({ userId })])).rejects.toThrow(StoreUnavailable)
    expect(await queue.jobsOf(userId)).toHaveLength(2)
    expect(wire.cuts).toBe(3)
  })

  it('may be cut again before it is known what became of a write: what was not kept is not said to be', async () => {
    const { wire, store } = await openByWire()
    wire.cutAt('insert into commits', 'before', 'after')
    const { account, userId, consequences } = full()
    await expect(store.create(account, consequences)).rejects.toThrow(StoreUnavailable)
    expect(await store.find({ id: userId })).toBeUndefined()
    expect(wire.cuts).toBe(2)
  })

  it('may be cut at all connections at once, and each learns what became of its commit', async () => {
    const { wire, store } = await openByWire()
    const accounts = await Promise.all(Array.from({ length: CONNECTIONS }, () => created(store)))
    wire.cutAtCommit('after', CONNECTIONS)
    await Promise.all(accounts.map(({ userId }) => decide(store, userId, { begins: sessionOf(userId) })))
    for (const { userId } of accounts) expect(await store.sessionsOf(userId)).toHaveLength(1)
    expect(wire.cuts).toBe(CONNECTIONS)
  })

  it('may be cut before a commit: then nothing was kept, and everything can be done again', async () => {
    const { wire, store } = await openByWire()
    const { userId } = await created(store)
    const begins = sessionOf(userId)
    wire.cutAtCommit('before')
    await expect(decide(store, userId, { begins })).rejects.toThrow(StoreUnavailable)
    expect(await store.sessionsOf(userId)).toEqual([])
    await decide(store, userId, { begins })
    expect(await store.sessionsOf(userId)).toHaveLength(1)
  })

  it('carries what no text in PostgreSQL can hold', async () => {
    const { store } = await openByWire()
    expect(await store.find({ provider: 'github', uid: 'a\0b' })).toBeUndefined()
    expect(await store.find({ username: '\0' })).toBeUndefined()
    expect(await store.change('a\0b', () => ({ result: 'changed' }))).toBeUndefined()
    const { userId } = await created(
      store,
      { name: 'half of \ud83d' },
      { extraData: { note: 'half \ud83d, nul \0' } },
    )
    expect(await store.find({ id: userId })).toMatchObject({
      user: { name: 'half of \ufffd' },
      connections: [{ extraData: { note: 'half \ufffd, nul \ufffd' } }],
    })
  })
})
