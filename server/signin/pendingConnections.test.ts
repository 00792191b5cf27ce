import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { ErrorAnswer, PendingConnectionAnswer } from '../api.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const PATH = '/api/account/pending-connection'
const COOKIE = 'pending-connection'

const offerTo = async (browser: Visitor) =>
  ((await (await browser.get(PATH)).json()) as PendingConnectionAnswer).connection
const codeOf = async (response: Response) => ((await response.json()) as ErrorAnswer).error.code
const providersOf = async (browser: Visitor) =>
  (await userOf(browser))?.connections.map(({ provider }) => provider)

/**
 * Creates Margaret's account through GitHub, and another browser in which her sign-in through X was refused.
 */
async function refusedAtX(site: Site) {
  await site.visitor().signIn('github', 'margaret')
  const browser = site.visitor()
  const answer = await browser.signIn('twitter', 'margaret')
  expect(answer.headers.get('location')).toBe('/?error=email-taken')
  return browser
}

describe('an identity that was refused because its address is taken', () => {
  it('is offered to its owner in the same browser, and connected with one click', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    expect((await browser.get(PATH)).status).toBe(401)
    await browser.signIn('github', 'margaret')
    expect(await offerTo(browser)).toEqual({
      provider: 'twitter',
      label: 'X (Twitter)',
      username: 'margaret',
    })
    expect((await browser.post(PATH)).status).toBe(204)
    const user = await userOf(browser)
    expect(user?.connections.map(({ provider }) => provider)).toEqual(['github', 'twitter'])
    expect(user?.tweetOffer).toContain('Just joined')
    expect(await offerTo(browser)).toBeNull()
    expect(browser.cookies.has(COOKIE)).toBe(false)
    const elsewhere = site.visitor()
    await elsewhere.signIn('twitter', 'margaret')
    expect((await userOf(elsewhere))?.id).toBe(user?.id)
    const { events } = await site.document()
    expect(events).toContainEqual(
      expect.objectContaining({ what: 'connect', outcome: 'done', provider: 'twitter', userId: user?.id }),
    )
  })

  it('is used for posts with the tokens of the refused sign-in', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    await browser.post(PATH)
    await browser.post('/api/welcome-tweet', { text: 'hello' })
    await site.jobsDone()
    expect(site.x.tweets).toMatchObject([{ username: 'margaret', text: 'hello' }])
  })

  it('is not offered to another person, even with the cookie', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'ada')
    expect(browser.cookies.has(COOKIE)).toBe(true)
    expect(await offerTo(browser)).toBeNull()
    expect(await codeOf(await browser.post(PATH))).toBe('nothing-pending')
    expect(await providersOf(browser)).toEqual(['github'])
  })

  it('is offered in no other browser', async () => {
    const site = await startTestSite()
    await refusedAtX(site)
    const elsewhere = site.visitor()
    await elsewhere.signIn('github', 'margaret')
    expect(await offerTo(elsewhere)).toBeNull()
    expect((await elsewhere.post(PATH)).status).toBe(409)
  })

  it('is offered for fifteen minutes', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    site.advance(15 * 60_000 + 1_000)
    expect(await offerTo(browser)).toBeNull()
    expect((await browser.post(PATH)).status).toBe(409)
    expect(await providersOf(browser)).toEqual(['github'])
  })

  it('is connected once: after disconnecting, the cookie cannot connect it again', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    const cookie = browser.cookies.get(COOKIE) ?? ''
    await browser.signIn('github', 'margaret')
    await browser.post(PATH)
    const { id = '' } = (await userOf(browser)) ?? {}
    await site.store.change(id, ({ account }) => ({
      account: { ...account, connections: account.connections.slice(0, 1) },
      result: true,
    }))
    expect(await providersOf(browser)).toEqual(['github'])
    const again = site.visitor()
    again.cookies.set('session', browser.cookies.get('session') ?? '')
    again.cookies.set(COOKIE, cookie)
    expect(await codeOf(await again.post(PATH))).toBe('nothing-pending')
    expect(await providersOf(again)).toEqual(['github'])
  })

  it('is not offered again after it was connected at the provider and disconnected', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    await browser.signIn('twitter', 'margaret', '?connect=1')
    await browser.fetch('/api/account/connections/twitter/19690720', { method: 'DELETE' })
    expect(await providersOf(browser)).toEqual(['github'])
    expect(await offerTo(browser)).toBeNull()
  })

  it('needs a recent sign-in to be connected', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    const { store, now } = site.services
    const { id = '' } = (await userOf(browser)) ?? {}
    const [session] = await store.sessionsOf(id)
    if (!session) throw new Error('no session')
    const old = { ...session, confirmedAt: now() - 3 * 3_600_000 }
    await store.change(id, () => ({ ends: [session.idHash], result: true }))
    await store.change(id, () => ({ begins: old, result: true }))
    const response = await browser.post(PATH)
    expect([response.status, await codeOf(response)]).toEqual([403, 'sign-in-again'])
    expect(await providersOf(browser)).toEqual(['github'])
  })

  it('may be declined', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    expect((await browser.fetch(PATH, { method: 'DELETE' })).status).toBe(204)
    expect(await offerTo(browser)).toBeNull()
    expect(browser.cookies.has(COOKIE)).toBe(false)
  })

  it('is refused with a message when it belongs to another account by then', async () => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    const { x } = site.people.find(({ key }) => key === 'margaret') ?? {}
    if (x) x.email = null
    await site.visitor().signIn('twitter', 'margaret')
    expect(await codeOf(await browser.post(PATH))).toBe('already-connected')
    expect(browser.cookies.has(COOKIE)).toBe(false)
    expect(await providersOf(browser)).toEqual(['github'])
  })

  it.each(['/logout', '/api/account/delete'])('is forgotten at %s', async (path) => {
    const site = await startTestSite()
    const browser = await refusedAtX(site)
    await browser.signIn('github', 'margaret')
    if (path === '/logout') await browser.get(path)
    else await browser.post(path, { username: 'mhamilton' })
    expect(browser.cookies.has(COOKIE)).toBe(false)
  })

  it('is not stored when it is too large for a cookie', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const { x } = site.people.find(({ key }) => key === 'margaret') ?? {}
    const { twitter } = Object.fromEntries(site.services.site.providers.map((one) => [one.id, one]))
    const profile = twitter?.profile
    if (!x || !twitter || !profile) throw new Error('no Margaret at X')
    twitter.profile = (raw) => ({ ...profile(raw), extraData: { all: 'x'.repeat(3_000) } })
    const browser = site.visitor()
    const answer = await browser.signIn('twitter', 'margaret')
    twitter.profile = profile
    expect(answer.headers.get('location')).toBe('/?error=email-taken')
    expect(browser.cookies.has(COOKIE)).toBe(false)
  })

  it('is sealed in the browser, in less than 4 kB', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const browser = site.visitor()
    const answer = await browser.signIn('twitter', 'margaret')
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(`${COOKIE}=`)) ?? ''
    expect(cookie.length).toBeLessThan(4_096)
    expect(cookie).toMatch(/; path=\/; expires=[^;]+; samesite=lax; httponly$/i)
    const [, , , body = ''] = cookie.split('.')
    expect(Buffer.from(body, 'base64url').toString('latin1')).not.toMatch(/margaret/i)
    for (const { secret } of site.x.tokens.values()) expect(await site.dump()).not.toContain(secret)
  })
})
