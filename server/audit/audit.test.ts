import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { EventsAnswer } from '../api.ts'
import { withoutHost } from '../http/clientAddress.ts'
import type { AuditEvent } from './event.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** The stored trail, oldest first. */
async function trailOf(site: Site): Promise<readonly AuditEvent[]> {
  await site.jobsDone()
  return (await site.document()).events
}

const facts = ({ what, outcome, provider, userId }: AuditEvent) => [what, outcome, provider, userId]

describe('the audit trail', () => {
  it('records who did what, when, from where, and the outcome', async () => {
    const site = await startTestSite({ expectedErrors: /did not identify the person/ })
    const browser = site.visitor()
    const begun = Date.now()
    await browser.refuse('github')
    await browser.get('/auth/github/callback?code=1&state=2')
    await browser.signIn('github', 'ada')
    const id = (await userOf(browser))?.id
    await browser.signIn('twitter', 'ada', '?connect=1')
    await browser.post('/api/welcome-tweet', { text: 'hello' })
    await browser.post('/api/reminder', { email: 'ada@example.org' })
    await browser.post('/api/reminder', { email: 'nobody@example.org' })
    site.github.faults.set('/api/v3/user', { kind: 'answer', status: 500, body: 'oops' })
    await site.visitor().signIn('github', 'margaret')
    await site.jobsDone()
    await browser.post('/api/account/delete', { username: 'ada' })
    const trail = await trailOf(site)
    expect(trail.map(facts).map(String).sort()).toEqual(
      [
        ['sign-in', 'cancelled', 'github', null],
        ['sign-in', 'expired', 'github', null],
        ['sign-in', 'done', 'github', id],
        ['connect', 'done', 'twitter', id],
        ['tweet-consent', 'done', 'twitter', id],
        ['reminder', 'done', null, id],
        ['reminder', 'unknown', null, null],
        ['sign-in', 'unavailable', 'github', null],
        ['deletion', 'done', null, id],
      ]
        .map(String)
        .sort(),
    )
    for (const { at, userId, from } of trail) {
      expect(at).toBeGreaterThanOrEqual(begun)
      expect(from).toBe(userId === null ? '127.0.0.0/24' : '')
    }
  })

  it('records refusals: a taken address, an identity of another account, a declined tweet', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    await site.visitor().signIn('twitter', 'margaret')
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await browser.signIn('github', 'margaret', '?connect=1')
    await browser.fetch('/api/welcome-tweet', { method: 'DELETE' })
    const outcomes = (await trailOf(site)).map(({ what, outcome }) => `${what} ${outcome}`)
    expect(outcomes).toEqual(
      expect.arrayContaining(['sign-in email-taken', 'sign-in already-connected', 'tweet-consent declined']),
    )
  })

  it('contains neither addresses nor names nor posted texts', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await browser.post('/api/welcome-tweet', { text: 'a secret message' })
    await browser.post('/api/reminder', { email: 'ada.lovelace@example.org' })
    expect(JSON.stringify(await trailOf(site))).not.toMatch(/example\.org|lovelace|secret|18151210/i)
  })

  it('is kept for 90 days, or as long as the settings say', async () => {
    for (const [env, days] of [[{}, 90] as const, [{ AUDIT_DAYS: '7' }, 7] as const]) {
      const site = await startTestSite({ env })
      await site.visitor().signIn('github', 'ada')
      const { store, now, config } = site.services
      const sweep = () => store.sweep({ seenSince: 0, createdSince: 0, keptSince: now() - config.auditMs })
      site.advance((days - 1) * 24 * 3_600_000)
      await sweep()
      expect((await site.document()).events).toHaveLength(1)
      site.advance(2 * 24 * 3_600_000)
      await sweep()
      expect((await site.document()).events).toHaveLength(0)
    }
  })
})

describe('the account’s own events', () => {
  const eventsOf = async (browser: ReturnType<Site['visitor']>) =>
    ((await (await browser.get('/api/account/events')).json()) as EventsAnswer).events

  it('are shown to its owner, newest first, and to nobody else', async () => {
    const site = await startTestSite()
    const [ada, grace] = [site.visitor(), site.visitor()]
    await ada.signIn('github', 'ada')
    await ada.signIn('twitter', 'ada', '?connect=1')
    await grace.signIn('github', 'grace')
    expect(await eventsOf(ada)).toMatchObject([
      { what: 'connect', outcome: 'done', provider: 'X (Twitter)', from: '127.0.0.0/24' },
      { what: 'sign-in', outcome: 'done', provider: 'GitHub' },
    ])
    expect(await eventsOf(grace)).toHaveLength(1)
    expect((await site.visitor().get('/api/account/events')).status).toBe(401)
  })

  it('contain nothing of a callback that another site forged', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.get('/auth/github/callback?code=1&state=2', { 'Sec-Fetch-Site': 'cross-site' })
    expect((await eventsOf(browser)).map(({ outcome }) => outcome)).toEqual(['done'])
  })

  it('contain an attempt to connect another person’s identity', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('twitter', 'grace')
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'grace', '?connect=1')
    expect((await eventsOf(browser))[0]).toMatchObject({ what: 'sign-in', outcome: 'already-connected' })
  })
})

describe('the network of an event', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1234:5678::1', '2001:db8:1234::/48'],
    ['::1', '0:0:0::/48'],
    ['nonsense', 'unknown'],
  ])('is cut: %s becomes %s', (address, from) => {
    expect(withoutHost(address)).toBe(from)
  })
})
