import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { SessionsAnswer } from '../api.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1'

const remove = (browser: Visitor, path: string) => browser.fetch(path, { method: 'DELETE' })

async function sessionsOf(browser: Visitor) {
  return ((await (await browser.get('/api/account/sessions')).json()) as SessionsAnswer).sessions
}

/** Ada at home and on her phone, and another person. */
async function siteWithThree() {
  const site = await startTestSite()
  const [home, phone, grace] = [site.visitor(), site.visitor(), site.visitor()]
  await home.signIn('github', 'ada')
  const callback = await phone.choose(await phone.begin('github'), 'ada')
  await phone.get(callback, { 'User-Agent': PHONE })
  await grace.signIn('github', 'grace')
  return { site, home, phone, grace }
}

describe('the sessions of an account', () => {
  it('are listed with browser, system and times, the current one first', async () => {
    const { home, phone, site } = await siteWithThree()
    site.advance(2 * 3_600_000)
    await home.get('/api/session')
    expect(await sessionsOf(phone)).toEqual([
      {
        id: expect.any(String),
        browser: 'Safari',
        system: 'iOS',
        network: '127.0.0.0/24',
        createdAt: expect.stringMatching(/Z$/),
        lastSeenAt: expect.stringMatching(/Z$/),
        isCurrent: true,
      },
      expect.objectContaining({ isCurrent: false }),
    ])
    expect((await site.visitor().get('/api/account/sessions')).status).toBe(401)
  })

  it('do not show their cookie or its hash', async () => {
    const { home, site } = await siteWithThree()
    const shown = JSON.stringify(await sessionsOf(home))
    const { sessions } = await site.document()
    expect(sessions).toHaveLength(3)
    for (const { idHash } of sessions) expect(shown).not.toContain(idHash)
    for (const cookie of home.cookies.values()) expect(shown).not.toContain(cookie)
  })

  it('are not listed when they are too old', async () => {
    const { home, site } = await siteWithThree()
    site.advance(20 * 24 * 3_600_000)
    await home.get('/api/session')
    site.advance(20 * 24 * 3_600_000)
    expect(await sessionsOf(home)).toHaveLength(1)
  })

  it('can be ended one by one', async () => {
    const { home, phone, grace } = await siteWithThree()
    const other = (await sessionsOf(home)).find(({ isCurrent }) => !isCurrent)
    expect((await remove(home, `/api/account/sessions/${other?.id}`)).status).toBe(204)
    expect(await userOf(phone)).toBeNull()
    expect(await userOf(home)).not.toBeNull()
    expect(await userOf(grace)).not.toBeNull()
    expect((await remove(home, `/api/account/sessions/${other?.id}`)).status).toBe(404)
  })

  it('can all be ended except the current one', async () => {
    const { home, phone, grace } = await siteWithThree()
    expect((await remove(phone, '/api/account/sessions')).status).toBe(204)
    expect([await userOf(home), await userOf(phone)]).toEqual([null, expect.anything()])
    expect(await userOf(grace)).not.toBeNull()
    const { events } = (await (await phone.get('/api/account/events')).json()) as { events: object[] }
    expect(events[0]).toMatchObject({ what: 'session-end', outcome: 'done' })
  })

  it('do not end from within: signing out does that', async () => {
    const { home } = await siteWithThree()
    const [own] = await sessionsOf(home)
    expect((await remove(home, `/api/account/sessions/${own?.id}`)).status).toBe(409)
    expect(await userOf(home)).not.toBeNull()
  })

  it('are ended only after a recent sign-in', async () => {
    const { home, phone, site } = await siteWithThree()
    site.advance(2 * 3_600_000 + 1_000)
    const other = (await sessionsOf(home)).find(({ isCurrent }) => !isCurrent)
    for (const path of ['/api/account/sessions', `/api/account/sessions/${other?.id}`]) {
      const response = await remove(home, path)
      expect(response.status, path).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'sign-in-again' } })
    }
    expect(await userOf(phone)).not.toBeNull()
    await home.signIn('github', 'ada')
    expect((await remove(home, '/api/account/sessions')).status).toBe(204)
    expect(await userOf(phone)).toBeNull()
  })

  it('cannot be ended by another person', async () => {
    const { home, grace, site } = await siteWithThree()
    const [own] = await sessionsOf(home)
    expect((await remove(grace, `/api/account/sessions/${own?.id}`)).status).toBe(404)
    expect((await remove(site.visitor(), `/api/account/sessions/${own?.id}`)).status).toBe(401)
    expect((await remove(site.visitor(), '/api/account/sessions')).status).toBe(401)
    await remove(grace, '/api/account/sessions')
    expect(await sessionsOf(home)).toHaveLength(2)
  })

  it('end together with the handshakes under way in them', async () => {
    const { home, phone } = await siteWithThree()
    const callback = await phone.choose(await phone.begin('twitter', '?connect=1'), 'ada')
    await remove(home, '/api/account/sessions')
    expect((await phone.get(callback)).headers.get('location')).toBe('/?error=expired')
    expect((await userOf(home))?.connections).toHaveLength(1)
  })
})
