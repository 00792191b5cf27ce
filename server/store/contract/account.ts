import { expect, it } from 'vitest'
import { claim, claimed, eventOf, jobOf, linkOf, type Open, returning, signedUp, userIdOf } from './plans.ts'

/** What people change of their accounts. */
export function accountContract(open: Open): void {
  const change = { replaces: null, welcomedAt: null, jobs: [], events: [] }

  it('gives a user a confirmed address, with what comes of it', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    const welcomedAt = '2026-01-02T00:00:00.000Z'
    const all = {
      ...change,
      email: 'Ada@example.org',
      welcomedAt,
      jobs: [jobOf()],
      events: [eventOf({ userId })],
    }
    expect(await store.setAddress(userId, all)).toBe('done')
    expect((await store.findUserByEmail('ada@example.org'))?.user).toMatchObject({
      id: userId,
      email: 'Ada@example.org',
      emailVerified: true,
      welcomedAt,
    })
    expect(await claim(store)).toBeDefined()
    expect(await store.eventsOf(userId, 9)).toHaveLength(1)
    expect(
      await store.setAddress(userId, { ...change, replaces: 'Ada@example.org', email: 'new@example.org' }),
    ).toBe('done')
    expect(await store.findUserByEmail('ada@example.org')).toBeUndefined()
    expect((await store.findUser(userId))?.user.welcomedAt).toBe(welcomedAt)
  })

  it('gives no address that another has confirmed, and nothing to nobody', async () => {
    const store = await open()
    await signedUp(store, { email: 'ada@example.org', emailVerified: true })
    const userId = userIdOf(await signedUp(store))
    const all = { ...change, email: 'ADA@example.org', jobs: [jobOf()] }
    expect(await store.setAddress(userId, all)).toBe('taken')
    expect(await store.setAddress('nobody', { ...all, email: 'b@example.org' })).toBe('gone')
    expect((await store.findUser(userId))?.user.email).toBeNull()
    expect(await claim(store)).toBeUndefined()
  })

  it('gives no address in the place of another than was thought', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store, { email: 'ada@example.org', emailVerified: true }))
    const to = (email: string) => ({ ...change, replaces: 'ada@example.org', email, jobs: [jobOf()] })
    const answers = ['b@example.org', 'c@example.org'].map((email) => store.setAddress(userId, to(email)))
    expect((await Promise.all(answers)).sort()).toEqual(['changed', 'done'])
    expect(await store.setAddress(userId, { ...to('d@example.org'), replaces: null })).toBe('changed')
    expect(await claim(store)).toBeDefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('takes an address from who merely named it', async () => {
    const store = await open()
    const named = await signedUp(store, { email: 'ada@example.org' })
    const userId = userIdOf(await signedUp(store))
    expect(await store.setAddress(userId, { ...change, email: 'ada@example.org' })).toBe('done')
    expect((await store.findUser(userIdOf(named)))?.user.email).toBeNull()
  })

  it('gives one address to one of many who confirm it at once', async () => {
    const store = await open()
    const ids = (await Promise.all([1, 2, 3].map(() => signedUp(store)))).map(userIdOf)
    const email = 'ada@example.org'
    const answers = await Promise.all(ids.map((id) => store.setAddress(id, { ...change, email })))
    expect(answers.sort()).toEqual(['done', 'taken', 'taken'])
  })

  it('keeps the language of the mails', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    await store.setLanguage(userId, 'bg')
    await store.setLanguage('nobody', 'bg')
    expect((await store.findUser(userId))?.user.language).toBe('bg')
  })

  it('removes a link and what was to be posted through it, but never the last link', async () => {
    const store = await open()
    const plan = await signedUp(store, { tweetOffer: { uid: 'x1' } })
    const userId = userIdOf(plan)
    const link = linkOf(userId, { provider: 'twitter', uid: 'x1' })
    await store.commitSignIn({ ...returning(plan), link, newAssociation: true })
    await store.enqueue([jobOf({ key: 'tweet', userId })])
    const removal = { tweetKey: 'tweet', jobs: [jobOf({ key: 'revoke' })], events: [eventOf({ userId })] }
    const remove = (provider: string, uid: string) => store.disconnect(userId, { ...removal, provider, uid })
    expect(await remove('twitter', 'x2')).toBe('gone')
    expect(await remove('twitter', 'x1')).toBe('done')
    expect(await remove('twitter', 'x1')).toBe('gone')
    expect(await remove('github', plan.link.uid)).toBe('last')
    expect(await store.findUser(userId)).toMatchObject({ user: { tweetOffer: null }, links: [plan.link] })
    expect([(await claim(store))?.key, await claim(store)]).toEqual(['revoke', undefined])
    expect(await store.eventsOf(userId, 9)).toHaveLength(1)
  })

  it('leaves one link when both are removed at once', async () => {
    const store = await open()
    const plan = await signedUp(store)
    const userId = userIdOf(plan)
    const second = linkOf(userId)
    await store.commitSignIn({ ...returning(plan), link: second, newAssociation: true })
    const removal = { tweetKey: '', jobs: [], events: [] }
    const answers = await Promise.all(
      [plan.link, second].map(({ provider, uid }) => store.disconnect(userId, { ...removal, provider, uid })),
    )
    expect(answers.sort()).toEqual(['done', 'last'])
  })

  it('tells which jobs of a user are there', async () => {
    const store = await open()
    const userId = userIdOf(await signedUp(store))
    const [first, second] = [jobOf({ userId }), jobOf({ userId })]
    await store.enqueue([first])
    await store.enqueue([second, jobOf()])
    expect((await store.jobsOf(userId)).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
    expect(await store.findJobs([first.id, 'none'])).toMatchObject([{ id: first.id, state: 'waiting' }])
    const { id } = await claimed(store)
    await store.finishJob({ jobId: id, owner: 'me' })
    expect(await store.findJobs([id])).toEqual([])
  })
}
