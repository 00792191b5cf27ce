import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { JobDescription } from '../jobs/job.ts'
import type { Link, Session, User } from '../user.ts'
import { Conflict, type SignInPlan, type Store } from './store.ts'

const LATER = 10_000
const LONG_AGO = 0

/** The suite that every store passes. `open` gives an empty store, taken down when the test ends. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name}: signing in`, () => signInContract(open))
  describe(`${name}: names and addresses`, () => uniquenessContract(open))
  describe(`${name}: sessions`, () => sessionContract(open))
  describe(`${name}: tweets`, () => tweetContract(open))
  describe(`${name}: deletion`, () => deletionContract(open))
  describe(`${name}: jobs`, () => jobContract(open))
}

type Open = () => Promise<Store>

/** A new person's sign-in. */
function newcomer(changes: Partial<User> = {}, link: Partial<Link> = {}): SignInPlan {
  const id = randomUUID()
  const user: User = {
    id,
    username: `user-${id}`,
    name: 'Ada',
    email: null,
    emailVerified: false,
    avatarUrl: null,
    isActive: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    tweetOffer: null,
    tweetConsents: [],
    ...changes,
  }
  return {
    user: { isNew: true, user },
    link: linkOf(user.id, link),
    newAssociation: true,
    session: sessionOf(user.id),
    replacesSession: null,
    jobs: [],
  }
}

function linkOf(userId: string, changes: Partial<Link> = {}): Link {
  const connectedAt = '2026-01-01T00:00:00.000Z'
  const rest = { username: 'ada', credentials: 'sealed', extraData: {}, connectedAt }
  return { provider: 'github', uid: randomUUID(), userId, ...rest, ...changes }
}

function sessionOf(userId: string, changes: Partial<Session> = {}): Session {
  return { idHash: randomUUID(), userId, createdAt: 1_000, lastSeenAt: 1_000, ...changes }
}

function jobOf(changes: Partial<JobDescription> = {}): JobDescription {
  return {
    id: randomUUID(),
    task: 'test',
    payload: { a: 'b' },
    key: null,
    userId: null,
    runAt: 0,
    ...changes,
  }
}

const userIdOf = (plan: SignInPlan) => plan.link.userId
const claim = (store: Store, owner = 'me', now = LATER, leaseUntil = now + 1_000) =>
  store.claimJob({ owner, now, leaseUntil })

async function claimed(store: Store, owner = 'me', now = LATER) {
  const job = await claim(store, owner, now)
  if (!job) throw new Error('there is nothing to claim')
  return job
}

async function signedUp(
  store: Store,
  changes: Partial<User> = {},
  link: Partial<Link> = {},
): Promise<SignInPlan> {
  const plan = newcomer(changes, link)
  await store.commitSignIn(plan)
  return plan
}

/** The plan of somebody who is there. */
function returning({ link }: SignInPlan, changes: Partial<User> = {}): SignInPlan {
  const user = { isNew: false as const, id: link.userId, changes }
  return {
    user,
    link,
    newAssociation: false,
    session: sessionOf(link.userId),
    replacesSession: null,
    jobs: [],
  }
}

function signInContract(open: Open): void {
  it('keeps user, link, session and jobs together', async () => {
    const store = await open()
    const plan = { ...newcomer({ email: 'ada@example.org' }), jobs: [jobOf({ key: 'welcome' })] }
    await store.commitSignIn(plan)
    const expected = { user: plan.user.isNew && plan.user.user, links: [plan.link] }
    expect(await store.findUser(userIdOf(plan))).toEqual(expected)
    expect(await store.findUserByEmail('ada@example.org')).toEqual(expected)
    expect(await store.findLink('github', plan.link.uid)).toEqual({ link: plan.link, user: expected.user })
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toEqual({
      ...expected,
      session: plan.session,
    })
    expect(await claim(store)).toMatchObject({ key: 'welcome' })
  })

  it('lets one of twenty simultaneous first sign-ins of one person win, and leaves nothing of the others', async () => {
    const store = await open()
    const plans = Array.from({ length: 20 }, () => ({ ...newcomer({}, { uid: '1' }), jobs: [jobOf()] }))
    const results = await Promise.allSettled(plans.map((plan) => store.commitSignIn(plan)))
    const losers = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(losers).toHaveLength(19)
    for (const reason of losers) expect(reason).toBeInstanceOf(Conflict)
    const found = await Promise.all(plans.map((plan) => store.findUser(userIdOf(plan))))
    expect(found.filter(Boolean)).toHaveLength(1)
    expect(await claim(store)).toBeDefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('changes only what the plan says, and replaces the link', async () => {
    const store = await open()
    const plan = await signedUp(store, { name: 'Ada', avatarUrl: 'https://example.org/a' })
    const again = returning(plan, { name: 'Ada L.' })
    await store.commitSignIn({ ...again, link: { ...plan.link, username: 'ada2' } })
    const found = await store.findUser(userIdOf(plan))
    expect(found?.user).toMatchObject({ name: 'Ada L.', avatarUrl: 'https://example.org/a' })
    expect(found?.links).toMatchObject([{ username: 'ada2' }])
  })

  it('connects a second identity, and lists the oldest first', async () => {
    const store = await open()
    const plan = await signedUp(store, {}, { connectedAt: '2026-01-02T00:00:00.000Z' })
    const link = linkOf(userIdOf(plan), { provider: 'twitter', connectedAt: '2026-01-01T00:00:00.000Z' })
    await store.commitSignIn({ ...returning(plan), link, newAssociation: true })
    const links = (await store.findUser(userIdOf(plan)))?.links
    expect(links?.map(({ provider }) => provider)).toEqual(['twitter', 'github'])
  })

  it('refuses, and keeps nothing of, a plan that no longer fits', async () => {
    const store = await open()
    const [ada, bob] = [await signedUp(store), await signedUp(store)]
    const gone = await signedUp(store)
    await store.deleteAccount(userIdOf(gone), [])
    const misfits: SignInPlan[] = [
      { ...newcomer(), link: { ...ada.link } },
      { ...returning(ada), link: { ...bob.link, userId: userIdOf(ada) } },
      { ...returning(ada), link: linkOf(userIdOf(ada)) },
      { ...returning(ada), link: { ...ada.link }, newAssociation: true },
      returning(gone),
      { ...returning(gone), link: linkOf(userIdOf(gone)), newAssociation: true },
    ]
    for (const misfit of misfits) {
      const plan = { ...misfit, jobs: [jobOf()], replacesSession: bob.session.idHash }
      await expect(store.commitSignIn(plan)).rejects.toThrow(Conflict)
      expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeUndefined()
    }
    expect(await store.findLink('github', bob.link.uid)).toMatchObject({ link: bob.link })
    expect(await store.findSession(bob.session.idHash, LONG_AGO)).toBeDefined()
    expect(await store.nextJobAt()).toBeUndefined()
  })

  it('tells identities apart byte for byte', async () => {
    const store = await open()
    const uids = ['a', 'A', 'é', 'e\u0301', '1', '01', '__proto__', 'constructor', '', 'a:b']
    for (const uid of uids) await signedUp(store, {}, { uid })
    for (const uid of uids) expect((await store.findLink('github', uid))?.link.uid).toBe(uid)
    expect(await store.findLink('github', 'toString')).toBeUndefined()
    expect(await store.findLink('twitter', 'a')).toBeUndefined()
  })

  it('hands out copies', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetConsents: [] })
    const found = await store.findUser(userIdOf(plan))
    if (found) found.user.name = 'changed'
    found?.user.tweetConsents.push({ uid: '1', text: '', at: '', basis: 'asked' })
    plan.link.extraData.changed = 'yes'
    const again = await store.findUser(userIdOf(plan))
    expect(again).toMatchObject({ user: { name: 'Ada', tweetConsents: [] }, links: [{ extraData: {} }] })
  })
}

function uniquenessContract(open: Open): void {
  it('has a username once, whatever the case of its letters', async () => {
    const store = await open()
    await signedUp(store, { username: 'Ada' })
    for (const username of ['Ada', 'ada', 'ＡＤＡ']) {
      expect(await store.isUsernameTaken(username)).toBe(true)
      await expect(store.commitSignIn(newcomer({ username }))).rejects.toThrow(Conflict)
    }
    expect(await store.isUsernameTaken('__proto__')).toBe(false)
  })

  it('has a verified address once, and finds it in any case', async () => {
    const store = await open()
    const plan = await signedUp(store, { email: 'Ada@Example.org', emailVerified: true })
    expect((await store.findUserByEmail('ada@EXAMPLE.org'))?.user.id).toBe(userIdOf(plan))
    for (const emailVerified of [true, false]) {
      await expect(store.commitSignIn(newcomer({ email: 'ada@example.org', emailVerified }))).rejects.toThrow(
        Conflict,
      )
    }
  })

  it('takes an address from who merely named it for who has it verified', async () => {
    const store = await open()
    const squatter = await signedUp(store, { email: 'ada@example.org', emailVerified: false })
    await expect(store.commitSignIn(newcomer({ email: 'ada@example.org' }))).rejects.toThrow(Conflict)
    const owner = await signedUp(store, { email: 'ada@example.org', emailVerified: true })
    expect((await store.findUserByEmail('ada@example.org'))?.user.id).toBe(userIdOf(owner))
    expect((await store.findUser(userIdOf(squatter)))?.user).toMatchObject({
      email: null,
      emailVerified: false,
    })
  })

  it('frees name and address of a deleted account, and an address that was changed', async () => {
    const store = await open()
    const first = await signedUp(store, { username: 'ada', email: 'ada@example.org', emailVerified: true })
    await store.deleteAccount(userIdOf(first), [])
    expect(await store.findUserByEmail('ada@example.org')).toBeUndefined()
    const second = await signedUp(store, { username: 'ada', email: 'ada@example.org', emailVerified: true })
    await store.commitSignIn(returning(second, { email: 'new@example.org' }))
    expect(await store.findUserByEmail('ada@example.org')).toBeUndefined()
    await signedUp(store, { email: 'ada@example.org', emailVerified: true })
  })
}

function sessionContract(open: Open): void {
  it('finds a session seen lately enough, and no other', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    expect(await store.findSession(session.idHash, 1_000)).toMatchObject({ session })
    expect(await store.findSession(session.idHash, 1_001)).toBeUndefined()
    expect(await store.findSession('another', 0)).toBeUndefined()
  })

  it('notes the last visit, unless the session is gone', async () => {
    const store = await open()
    const { session } = await signedUp(store)
    await store.touchSession(session.idHash, 5_000)
    expect(await store.findSession(session.idHash, 5_000)).toBeDefined()
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

  it('sweeps what nobody has used for long', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const fresh = { ...returning(plan), session: sessionOf(userIdOf(plan), { lastSeenAt: 9_000 }) }
    await store.commitSignIn(fresh)
    expect(await store.sweepSessions(5_000)).toBe(1)
    expect(await store.findSession(plan.session.idHash, LONG_AGO)).toBeUndefined()
    expect(await store.findSession(fresh.session.idHash, LONG_AGO)).toBeDefined()
  })
}

function tweetContract(open: Open): void {
  const consent = { uid: 'x1', text: 'hi', at: '2026-01-01T00:00:00.000Z', basis: 'asked' as const }

  it('accepts an offer once, with its consent and its job', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x1' } })
    const accept = () => store.acceptTweet(userIdOf(plan), consent, jobOf())
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
    expect(await store.acceptTweet(userIdOf(plan), consent, jobOf())).toBe(false)
    expect(await store.declineTweet(userIdOf(plan))).toBe(true)
    expect(await store.declineTweet(userIdOf(plan))).toBe(false)
    expect(await store.acceptTweet(userIdOf(plan), { ...consent, uid: 'x2' }, jobOf())).toBe(false)
    expect(await store.declineTweet('nobody')).toBe(false)
    expect(await store.nextJobAt()).toBeUndefined()
  })
}

function deletionContract(open: Open): void {
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
    expect(await store.deleteAccount(userId, [jobOf({ key: 'farewell', runAt: 6 })])).toBe(true)
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
    const remove = () => store.deleteAccount(userIdOf(plan), [jobOf()])
    expect((await Promise.all([remove(), remove()])).sort()).toEqual([false, true])
    expect(await claim(store)).toBeDefined()
    expect(await claim(store)).toBeUndefined()
    expect(await store.deleteAccount('nobody', [])).toBe(false)
  })

  it('leaves a running job to its worker', async () => {
    const store = await open()
    const plan = await signedUp(store)
    await store.enqueue([jobOf({ userId: userIdOf(plan) })])
    const job = await claimed(store)
    await store.deleteAccount(userIdOf(plan), [])
    expect(await store.finishJob({ jobId: job.id, owner: 'me' })).toBe(true)
  })

  it('lets the same identity begin anew', async () => {
    const store = await open()
    const plan = await signedUp(store, {}, { uid: '1' })
    await store.deleteAccount(userIdOf(plan), [])
    const again = await signedUp(store, {}, { uid: '1' })
    expect((await store.findLink('github', '1'))?.user.id).toBe(userIdOf(again))
  })
}

function jobContract(open: Open): void {
  it('hands out what is due, the longest due first, each to one worker', async () => {
    const store = await open()
    await store.enqueue([
      jobOf({ key: 'b', runAt: 20 }),
      jobOf({ key: 'a', runAt: 10 }),
      jobOf({ key: 'z', runAt: LATER + 1 }),
    ])
    expect(await store.nextJobAt()).toBe(10)
    const jobs = await Promise.all([claim(store), claim(store), claim(store)])
    expect(jobs.map((job) => job?.key)).toEqual(['a', 'b', undefined])
    expect(jobs[0]).toMatchObject({
      state: 'running',
      attempts: 1,
      leaseOwner: 'me',
      leaseUntil: LATER + 1_000,
    })
  })

  it('hands out jobs of the same time in the order they came', async () => {
    const store = await open()
    for (const key of ['1', '2', '3']) await store.enqueue([jobOf({ key })])
    const jobs = [await claim(store), await claim(store), await claim(store)]
    expect(jobs.map((job) => job?.key)).toEqual(['1', '2', '3'])
  })

  it('keeps a key unique, whatever state its job is in, until it is done', async () => {
    const store = await open()
    const again = () => store.enqueue([jobOf({ key: 'k', task: 'second' })])
    const lease = { owner: 'me', jobId: '1' }
    await store.enqueue([jobOf({ id: '1', key: 'k' }), jobOf({ key: 'k', task: 'second' })])
    await again()
    await claimed(store)
    await again()
    await store.endJob(lease, { state: 'parked', reason: 'unknown' })
    await again()
    expect(await store.nextJobAt()).toBeUndefined()

    await store.enqueue([jobOf({ id: '2', key: 'l' })])
    await claimed(store)
    await store.finishJob({ owner: 'me', jobId: '2' })
    await store.enqueue([jobOf({ key: 'l' }), jobOf({ key: '__proto__' })])
    expect([(await claim(store))?.key, (await claim(store))?.key]).toEqual(['l', '__proto__'])
  })

  it('gives a job to another worker when the lease has run out, and the first has no say any more', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' })])
    await claim(store, 'first', 100, 200)
    expect(await store.nextJobAt()).toBe(200)
    expect(await claim(store, 'second', 199)).toBeUndefined()
    expect(await claim(store, 'second', 200)).toMatchObject({ id: '1', attempts: 2 })
    const lease = { jobId: '1', owner: 'first' }
    expect(await store.finishJob(lease)).toBe(false)
    expect(await store.retryJob(lease, { runAt: 0, reason: 'x' })).toBe(false)
    expect(await store.endJob(lease, { state: 'dead', reason: 'x' })).toBe(false)
    expect(await store.finishJob({ jobId: '1', owner: 'second' })).toBe(true)
    expect(await store.finishJob({ jobId: '1', owner: 'second' })).toBe(false)
  })

  it('puts a job back for later, with the reason', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' })])
    await claimed(store)
    await store.retryJob({ jobId: '1', owner: 'me' }, { runAt: LATER + 5, reason: 'busy' })
    expect(await claim(store)).toBeUndefined()
    expect(await claim(store, 'me', LATER + 5)).toMatchObject({
      attempts: 2,
      reason: 'busy',
      payload: { a: 'b' },
    })
  })

  it('hands out neither dead nor parked jobs', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' }), jobOf({ id: '2' })])
    for (const state of ['dead', 'parked'] as const) {
      const job = await claimed(store)
      await store.endJob({ jobId: job.id, owner: 'me' }, { state, reason: 'why' })
    }
    expect(await store.nextJobAt()).toBeUndefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('tells listeners when jobs have come', async () => {
    const store = await open()
    let calls = 0
    store.onJobs(() => {
      calls++
    })
    await store.enqueue([jobOf({ key: 'k' })])
    await store.enqueue([jobOf({ key: 'k' })])
    expect(calls).toBe(1)
    await store.commitSignIn({ ...newcomer(), jobs: [jobOf()] })
    expect(calls).toBe(2)
  })
}
