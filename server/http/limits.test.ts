import { describe, expect, it } from 'vitest'
import { newDatabase } from '../../e2e/testDatabase.ts'
import { startTestSite } from '../../e2e/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** What the site answers to one more than `count` of the same. */
async function answerAfter(count: number, ask: () => Promise<Response>): Promise<Response> {
  for (let index = 0; index < count; index++) expect((await ask()).status).not.toBe(429)
  return ask()
}

const WAYS: [string, number, (site: Site) => Promise<() => Promise<Response>>][] = [
  ['sign-in starts', 60, async (site) => () => site.visitor().get('/auth/github')],
  ['callbacks', 120, async (site) => () => site.visitor().get('/auth/github/callback')],
  [
    'connects',
    59,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('github', 'ada')
      return () => browser.get('/auth/twitter')
    },
  ],
  [
    'tweets',
    60,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      return () => browser.post('/api/welcome-tweet', { text: '' })
    },
  ],
  [
    'changes of mind',
    60,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      return () => browser.fetch('/api/welcome-tweet', { method: 'DELETE' })
    },
  ],
  ['languages', 60, async (site) => () => site.visitor().post('/api/language', { language: 'de' })],
]

describe('too many', () => {
  it.each(WAYS)('%s from one client are refused, with the time to wait', async (_what, count, prepare) => {
    const site = await startTestSite()
    const response = await answerAfter(count, await prepare(site))
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })

  it('sign-in starts are counted together by the servers on one database', async () => {
    const env = { DATABASE_URL: await newDatabase() }
    const sites = [await startTestSite({ env }), await startTestSite({ env })]
    const statuses: (number | undefined)[] = []
    for (let count = 0; count < 61; count++) {
      statuses.push((await sites[count % 2]?.visitor().get('/auth/github'))?.status)
    }
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 302), 429])
  })

  it.each(WAYS)('%s are nobody’s worry with RATE_LIMITS=off', async (_what, count, prepare) => {
    const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
    expect((await answerAfter(count, await prepare(site))).status).not.toBe(429)
  })
})
