import { expect, it } from 'vitest'
import { Conflict, type SignInPlan } from '../store.ts'
import {
  claim,
  consentOf,
  jobOf,
  LONG_AGO,
  linkOf,
  newcomer,
  type Open,
  returning,
  signedUp,
  userIdOf,
} from './plans.ts'

/** A sign-in happens as a whole or not at all. */
export function signInContract(open: Open): void {
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
    await store.deleteAccount(userIdOf(gone), [], [])
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
    found?.user.tweetConsents.push(consentOf({ text: '' }))
    plan.link.extraData.changed = 'yes'
    const again = await store.findUser(userIdOf(plan))
    expect(again).toMatchObject({ user: { name: 'Ada', tweetConsents: [] }, links: [{ extraData: {} }] })
  })
}
