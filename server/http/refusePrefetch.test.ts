import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const PREFETCHES: Record<string, string>[] = [
  { 'Sec-Purpose': 'prefetch' },
  { 'Sec-Purpose': 'prefetch;prerender' },
  { Purpose: 'prefetch' },
  { 'X-Moz': 'prefetch' },
]

describe.each(PREFETCHES)('a prefetch (%j)', (headers) => {
  it('begins no sign-in and makes no request to a provider', async () => {
    const site = await startTestSite()
    for (const provider of ['github', 'twitter', 'nobody']) {
      const response = await site.visitor().get(`/auth/${provider}`, headers)
      expect([response.status, response.headers.getSetCookie()], provider).toEqual([503, []])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect(site.x.requests).toEqual([])
  })

  it('uses up no handshake and ends no session', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    expect((await browser.get(callback, headers)).status).toBe(503)
    expect((await browser.get(callback)).headers.get('location')).toBe('/account')
    expect((await browser.get('/logout', headers)).status).toBe(503)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('may load pages', async () => {
    const site = await startTestSite()
    expect((await site.visitor().get('/', headers)).status).toBe(200)
  })
})
