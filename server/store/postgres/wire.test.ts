import { describe, expect, it, onTestFinished } from 'vitest'
import { newDatabase, open } from '../../../e2e/testDatabase.ts'
import { layWire } from '../../../e2e/wire.ts'
import { eventOf, jobOf, LONG_AGO, newcomer, returning, signedUp, userIdOf } from '../contract/plans.ts'
import { type Store, StoreUnavailable } from '../store.ts'

/** As many as a process has. */
const CONNECTIONS = 10

/** A store at the end of a wire, with a connection at hand. */
async function openByWire() {
  const wire = await layWire(await newDatabase())
  onTestFinished(() => wire.close())
  const { store } = await open(wire.url)
  await store.check()
  return { wire, store }
}

async function tripsOf(wire: { roundTrips: number }, work: Promise<unknown>): Promise<number> {
  const before = wire.roundTrips
  await work
  return wire.roundTrips - before
}

/** A sign-in with all that one can have. */
function fullPlan() {
  const plan = newcomer({ email: 'ada@example.org', emailVerified: true })
  const userId = userIdOf(plan)
  return { ...plan, jobs: [jobOf({ userId }), jobOf()], events: [eventOf({ userId }), eventOf({ userId })] }
}

describe('the wire to the database', () => {
  it('is used at most six times by a sign-in, and once by what a request looks up', async () => {
    const { wire, store } = await openByWire()
    const plan = fullPlan()
    expect(await tripsOf(wire, store.commitSignIn(plan))).toBe(6)
    const again = { ...returning(plan, { name: 'Ada L.' }), replacesSession: plan.session.idHash }
    expect(await tripsOf(wire, store.commitSignIn({ ...again, jobs: [jobOf()] }))).toBeLessThanOrEqual(6)
    const lookUps: ((store: Store) => Promise<unknown>)[] = [
      ({ findSession }) => findSession(again.session.idHash, LONG_AGO),
      ({ findLink }) => findLink('github', plan.link.uid),
      ({ findUserByEmail }) => findUserByEmail('ada@example.org'),
      ({ isUsernameTaken }) => isUsernameTaken('ada'),
      ({ use }) =>
        use(
          [
            { key: 'a', max: 3, windowMs: 1_000 },
            { key: 'b', max: 1, windowMs: 9_000 },
          ],
          'id',
        ),
      ({ useOnce }) => useOnce('c', 1_000),
      ({ touchSession }) => touchSession(again.session.idHash, 5_000),
      ({ record }) => record([eventOf()]),
    ]
    for (const lookUp of lookUps) expect(await tripsOf(wire, lookUp(store)), String(lookUp)).toBe(1)
  })

  it('may be cut before the answer to a commit: what was kept is kept, and said to be', async () => {
    const { wire, store } = await openByWire()
    const plan = fullPlan()
    wire.cutAtCommit('after')
    await store.commitSignIn(plan)
    expect(await store.findUser(userIdOf(plan))).toBeDefined()
    expect(await store.jobsOf(userIdOf(plan))).toHaveLength(1)
  })

  it('may be cut at all connections at once, and each learns what became of its commit', async () => {
    const { wire, store } = await openByWire()
    const plans = Array.from({ length: CONNECTIONS }, () => newcomer())
    wire.cutAtCommit('after', CONNECTIONS)
    await Promise.all(plans.map((plan) => store.commitSignIn(plan)))
    for (const plan of plans) expect(await store.findUser(userIdOf(plan))).toBeDefined()
  })

  it('may be cut before a commit: then nothing was kept, and all can be done again', async () => {
    const { wire, store } = await openByWire()
    const plan = fullPlan()
    wire.cutAtCommit('before')
    await expect(store.commitSignIn(plan)).rejects.toThrow(StoreUnavailable)
    expect(await store.findUser(userIdOf(plan))).toBeUndefined()
    await store.commitSignIn(plan)
    expect(await store.findUser(userIdOf(plan))).toBeDefined()
  })

  it('carries what no text in PostgreSQL can hold', async () => {
    const { store } = await openByWire()
    expect(await store.findLink('github', 'a\0b')).toBeUndefined()
    expect(await store.isUsernameTaken('\0')).toBe(false)
    const plan = await signedUp(
      store,
      { name: 'half of \ud83d' },
      { extraData: { note: 'half \ud83d, nul \0' } },
    )
    expect((await store.findUser(userIdOf(plan)))?.links[0]?.extraData).toBeDefined()
  })
})
