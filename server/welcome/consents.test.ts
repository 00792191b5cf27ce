import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import type { ConsentsAnswer, ErrorAnswer } from '../api.ts'

const OWN = '/api/account/tweet-consents/18151210'

const takeBack = (browser: Visitor, path = OWN) => browser.fetch(path, { method: 'DELETE' })

async function consentsOf(browser: Visitor) {
  return ((await (await browser.get('/api/account/tweet-consents')).json()) as ConsentsAnswer).consents
}

/** Ada consents to a post; X answers it with `status`. */
async function siteWithConsent(status?: number, env: Record<string, string> = {}) {
  const site = await startTestSite({ env, expectedErrors: /job given up/ })
  const browser = site.visitor()
  if (status) site.x.faults.set('/2/tweets', { kind: 'answer', status, body: '{}', type: 'application/json' })
  await browser.signIn('twitter', 'ada')
  await browser.post('/api/welcome-tweet', { text: 'Hello from Ada' })
  const untilTried = () => expect.poll(async () => (await site.document()).jobs.at(0)?.reason).toBeTruthy()
  return { site, browser, untilTried }
}

describe('a consent to post', () => {
  it('is shown with text, time, basis, version, and the state "waiting"', async () => {
    const { browser, untilTried } = await siteWithConsent(503)
    await untilTried()
    expect(await consentsOf(browser)).toEqual([
      {
        uid: '18151210',
        username: 'ada_lovelace',
        text: 'Hello from Ada',
        at: expect.stringMatching(/Z$/),
        basis: 'asked',
        version: '1',
        state: 'waiting',
        settledAt: null,
        canTakeBack: true,
      },
    ])
  })

  it('is shown only to the person who gave it', async () => {
    const { site, browser, untilTried } = await siteWithConsent(503)
    await untilTried()
    expect((await site.visitor().get('/api/account/tweet-consents')).status).toBe(401)
    expect((await takeBack(site.visitor())).status).toBe(401)
    const grace = site.visitor()
    await grace.signIn('twitter', 'grace')
    expect(await consentsOf(grace)).toEqual([])
    expect((await takeBack(grace)).status).toBe(404)
    expect(await consentsOf(browser)).toMatchObject([{ state: 'waiting' }])
  })

  it('can be withdrawn until it is posted, and is not posted then', async () => {
    const { site, browser, untilTried } = await siteWithConsent(503)
    await untilTried()
    expect((await takeBack(browser)).status).toBe(204)
    expect(await consentsOf(browser)).toMatchObject([
      { state: 'withdrawn', settledAt: expect.stringMatching(/Z$/), canTakeBack: false },
    ])
    const { events } = (await (await browser.get('/api/account/events')).json()) as { events: object[] }
    expect(events[0]).toMatchObject({ what: 'tweet-consent', outcome: 'withdrawn' })
    await site.jobsDone()
    expect(site.x.tweets).toEqual([])
  })

  it('cannot be withdrawn after it is posted, with a message', async () => {
    const { site, browser } = await siteWithConsent()
    await site.jobsDone()
    expect(await consentsOf(browser)).toMatchObject([{ state: 'posted', canTakeBack: false }])
    const response = await takeBack(browser)
    expect(response.status).toBe(409)
    const { error } = (await response.json()) as ErrorAnswer
    expect(error).toEqual({ code: 'too-late', message: expect.stringContaining('too late') })
  })

  it('cannot be withdrawn twice', async () => {
    const { browser, untilTried } = await siteWithConsent(503)
    await untilTried()
    const answers = await Promise.all([takeBack(browser), takeBack(browser)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  })

  it('can be withdrawn when X refused the post', async () => {
    const { site, browser } = await siteWithConsent(403)
    await site.jobsDone()
    expect(await consentsOf(browser)).toMatchObject([{ state: 'failed', canTakeBack: true }])
    expect((await takeBack(browser)).status).toBe(204)
  })

  it('has an unknown outcome when X never answered', async () => {
    const site = await startTestSite({ expectedErrors: /X may have posted or not/ })
    site.x.faults.set('/2/tweets', { kind: 'down' })
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await browser.post('/api/welcome-tweet', { text: 'Hello from Ada' })
    await site.jobsDone()
    expect(await consentsOf(browser)).toMatchObject([
      { state: 'unknown', settledAt: expect.stringMatching(/Z$/), canTakeBack: false },
    ])
    expect((await takeBack(browser)).status).toBe(409)
  })

  it('is shown when the site assumes it, and when its connection is gone', async () => {
    const site = await startTestSite({ env: { WELCOME_TWEET_CONSENT: 'assumed' } })
    const browser = site.visitor()
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '' })
    await browser.signIn('twitter', 'ada')
    await browser.signIn('github', 'ada', '?connect')
    expect(await consentsOf(browser)).toMatchObject([{ basis: 'assumed', username: 'ada_lovelace' }])
    await browser.fetch('/api/account/connections/twitter/18151210', { method: 'DELETE' })
    expect(await consentsOf(browser)).toMatchObject([
      { state: 'dropped', username: null, canTakeBack: false },
    ])
  })
})
