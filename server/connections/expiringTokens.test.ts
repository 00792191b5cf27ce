import { describe, expect, it } from 'vitest'
import { httpFaults, json } from '../../e2e/standins/httpFaults.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const HOUR_MS = 3_600_000
const CONNECTION = '/api/account/connections/github/1815'
const REFRESH = 'POST /login/oauth/access_token'
const GIVEN_UP = /^job given up$/
const ADVICE = /^GitHub may still list this site; remove it at localhost:\d+\/settings\/applications$/

/** Ada with GitHub, whose tokens expire, and X. */
async function siteWithExpiringTokens(options: Parameters<typeof startTestSite>[0] = {}) {
  const site = await startTestSite(options)
  site.github.app.hasExpiringTokens = true
  const browser = site.visitor()
  await browser.signIn('twitter', 'ada')
  await browser.signIn('github', 'ada', '?connect=1')
  await site.jobsDone()
  const disconnect = async () => {
    // Disconnecting needs a recent sign-in; this one does not change GitHub's tokens.
    await browser.signIn('twitter', 'ada')
    expect((await browser.fetch(CONNECTION, { method: 'DELETE' })).status).toBe(204)
    await site.jobsDone()
  }
  return { site, browser, disconnect }
}

const grantsAt = ({ github }: Site) => github.grants.map(({ key }) => key)
const outcomes = ({ lines }: Site) => lines.flatMap((line) => ('outcome' in line ? [line.outcome] : []))
const warnings = ({ lines }: Site) => lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)
const reasons = ({ lines }: Site) =>
  lines.filter(({ msg }) => msg === 'job given up').map(({ err }) => err?.message)
const refreshes = ({ github }: Site) => github.requests.filter((request) => request === REFRESH).length - 1

describe('a token that expires', () => {
  it('is stored sealed, with its refresh token', async () => {
    const { site } = await siteWithExpiringTokens()
    expect(site.github.refreshTokens.size).toBe(1)
    const dump = await site.dump()
    for (const token of [...site.github.tokens.keys(), ...site.github.refreshTokens.keys()])
      expect(dump).not.toContain(token)
  })

  it('revokes the grant as it is while it is valid', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    await disconnect()
    expect([grantsAt(site), refreshes(site)]).toEqual([[], 0])
    expect(outcomes(site)).toContain('revoked')
  })

  it('is refreshed to revoke the grant after it has expired', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    site.advance(9 * HOUR_MS)
    await disconnect()
    expect([grantsAt(site), refreshes(site)]).toEqual([[], 1])
    expect(outcomes(site)).toContain('revoked')
  })

  it('is refreshed as well when GitHub says that it is invalid early', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    for (const token of site.github.tokens.values()) token.expiresAt = 0
    await disconnect()
    expect([grantsAt(site), refreshes(site)]).toEqual([[], 1])
  })

  it('reports that it cannot revoke the grant any more', async () => {
    const { site, disconnect } = await siteWithExpiringTokens({ expectedErrors: GIVEN_UP })
    site.advance(200 * 24 * HOUR_MS)
    await disconnect()
    expect([grantsAt(site), refreshes(site)]).toEqual([['ada'], 0])
    expect(outcomes(site)).toContain('impossible')
    expect(reasons(site)).toEqual([expect.stringMatching(ADVICE)])
  })

  it('reports that GitHub refuses to refresh it', async () => {
    const { site, disconnect } = await siteWithExpiringTokens({ expectedErrors: GIVEN_UP })
    site.advance(9 * HOUR_MS)
    site.github.refreshTokens.clear()
    await disconnect()
    expect(refreshes(site)).toBe(1)
    expect(reasons(site)).toEqual([expect.stringMatching(ADVICE)])
  })

  it('treats a 422 right after the refresh as a grant that is gone', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    site.advance(9 * HOUR_MS)
    site.github.faults.set('grant', json(422, { message: 'Validation Failed' }))
    await disconnect()
    expect(refreshes(site)).toBe(1)
    expect(outcomes(site)).toContain('gone')
    expect(warnings(site)).toEqual([])
  })

  it('keeps the new tokens when GitHub fails after the refresh', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    site.advance(9 * HOUR_MS)
    site.github.faults.set('grant', { ...httpFaults['503: unavailable'], times: 2 })
    await disconnect()
    expect(refreshes(site)).toBe(1)
    expect(grantsAt(site)).toEqual([])
    expect((await site.document()).jobs).toEqual([])
  })

  it('waits while GitHub cannot be asked to refresh it', async () => {
    const { site, disconnect } = await siteWithExpiringTokens()
    site.advance(9 * HOUR_MS)
    site.github.faults.set('access_token', { ...httpFaults['503: unavailable'], times: 1 })
    await disconnect()
    expect([grantsAt(site), refreshes(site)]).toEqual([[], 2])
  })
})

describe('a token that does not expire', () => {
  it('reports that GitHub no longer knows it: the grant may still exist', async () => {
    const site = await startTestSite({ expectedErrors: GIVEN_UP })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.github.tokens.clear()
    await browser.post('/api/account/delete', { username: 'ada' })
    await site.jobsDone()
    expect(outcomes(site)).toContain('impossible')
    expect(reasons(site)).toEqual([expect.stringMatching(ADVICE)])
  })

  it('treats the grant at X as gone, where tokens last as long as their grant', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    site.x.tokens.clear()
    await browser.post('/api/account/delete', { username: 'ada_lovelace' })
    await site.jobsDone()
    expect(outcomes(site)).toContain('gone')
    expect(warnings(site)).toEqual([])
  })
})
