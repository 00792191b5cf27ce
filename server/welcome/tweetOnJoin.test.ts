import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const OFFER = (url: string) => `Just joined Doorman! ${url}`

const ASSUMED = { WELCOME_TWEET_CONSENT: 'assumed', WELCOME_TWEET: 'I am in!' }

type Site = Awaited<ReturnType<typeof startTestSite>>

const jobsIn = async (site: Site) => (await site.document()).jobs

describe('the tweet with WELCOME_TWEET_CONSENT=ask', () => {
  it('is offered to a new user through X, and posted exactly as they write it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    expect((await userOf(browser))?.tweetOffer).toBe(OFFER(site.url))
    await site.jobsDone()
    expect(site.x.tweets).toEqual([])

    const text = 'Come & see “Doorman” 🚪 https://example.org/?a=1&b=2'
    expect((await browser.post('/api/welcome-tweet', { text })).status).toBe(202)
    await site.jobsDone()
    expect(site.x.tweets).toMatchObject([{ username: 'ada_lovelace', text }])
    expect((await userOf(browser))?.tweetOffer).toBeNull()
    expect((await browser.post('/api/welcome-tweet', { text })).status).toBe(409)
    const at = expect.stringMatching(/^\d{4}-/)
    const consent = { text, basis: 'asked', at, state: 'posted', settledAt: at }
    expect((await site.document()).accounts).toMatchObject([{ user: { tweetConsents: [consent] } }])
  })

  it('is offered for a new association through X', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect((await userOf(browser))?.tweetOffer).toBeNull()
    await browser.signIn('twitter', 'ada', '?connect')
    expect((await userOf(browser))?.tweetOffer).toBe(OFFER(site.url))
  })

  it('is never offered again once declined', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    expect((await browser.fetch('/api/welcome-tweet', { method: 'DELETE' })).status).toBe(204)
    await browser.signIn('twitter', 'ada')
    expect((await userOf(browser))?.tweetOffer).toBeNull()
    expect((await browser.post('/api/welcome-tweet', { text: 'hi' })).status).toBe(409)
  })

  it('is posted once, however often the person clicks', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        browser.post('/api/welcome-tweet', { text: `number ${index}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409])
    await site.jobsDone()
    expect(site.x.tweets).toHaveLength(1)
  })

  it.each(['', ' \n ', 'x'.repeat(281), '字'.repeat(141)])(
    'accepts 1 to 280 characters as X counts them, not %j',
    async (text) => {
      const site = await startTestSite()
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      const response = await browser.post('/api/welcome-tweet', { text })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'invalid-text' } })
      expect((await userOf(browser))?.tweetOffer).not.toBeNull()
    },
  )

  it('counts a long link as X does', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    const text = `${'x'.repeat(250)} https://example.org/${'y'.repeat(100)}`
    expect((await browser.post('/api/welcome-tweet', { text })).status).toBe(202)
  })

  it('refuses at once, without parsing a text, when nothing is offered', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect((await browser.post('/api/welcome-tweet', { text: '' })).status).toBe(409)
    const begun = performance.now()
    const text = 'я.a.'.repeat(1_500)
    for (let count = 0; count < 5; count++)
      expect((await browser.post('/api/welcome-tweet', { text })).status).toBe(409)
    await browser.signIn('twitter', 'ada', '?connect')
    expect((await browser.post('/api/welcome-tweet', { text })).status).toBe(400)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  it('is refused when signed out', async () => {
    const site = await startTestSite()
    expect((await site.visitor().post('/api/welcome-tweet', { text: 'hi' })).status).toBe(401)
  })
})

describe('the tweet with WELCOME_TWEET_CONSENT=assumed', () => {
  it('is posted at once, once', async () => {
    const site = await startTestSite({ env: ASSUMED })
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    expect((await userOf(browser))?.tweetOffer).toBeNull()
    await site.jobsDone()
    await site.visitor().signIn('twitter', 'ada')
    await site.jobsDone()
    expect(site.x.tweets).toMatchObject([{ text: 'I am in!' }])
  })

  it('is not posted without a text', async () => {
    const site = await startTestSite({ env: { ...ASSUMED, WELCOME_TWEET: '' } })
    await site.visitor().signIn('twitter', 'grace')
    expect(await jobsIn(site)).toEqual([])
  })
})
