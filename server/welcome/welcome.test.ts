import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const OFFER = (url: string) => `Just joined Doorman! ${url}`
const ASSUMED = { WELCOME_TWEET_CONSENT: 'assumed', WELCOME_TWEET: 'I am in!' }

type Site = Awaited<ReturnType<typeof startTestSite>>

const jobsIn = async (site: Site) => (await site.document()).jobs

/** The state of the newest consent to post. */
const consentIn = async (site: Site) =>
  (await site.document()).accounts.flatMap(({ user }) => user.tweetConsents).at(-1)?.state

describe('the welcome mail', () => {
  it('goes to a new user, once', async () => {
    const site = await startTestSite({ env: { SITE_NAME: 'Difio' } })
    await site.visitor().signIn('github', 'ada')
    const mail = await site.mail.waitFor(({ subject }) => subject === 'Welcome to Difio')
    expect(mail).toMatchObject({ recipients: ['ada@example.org'], from: '"Doorman" <doorman@example.org>' })
    expect(mail.text).toContain('You signed in with GitHub.')
    expect(mail.raw).toMatch(/^To: Ada Lovelace <ada@example\.org>\r?$/m)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    expect(site.mail.mails).toHaveLength(1)
  })

  it('is not sent to an address that the provider has not verified', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'linus')
    expect(await jobsIn(site)).toEqual([])
  })

  it('is not sent without an address', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'grace')
    expect(await jobsIn(site)).toEqual([])
  })

  it('never delays a sign-in, and its job contains an id instead of an address', async () => {
    const site = await startTestSite()
    await site.mail.stop()
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/account')
    const [job] = await jobsIn(site)
    expect(job?.payload).toEqual({ userId: job?.userId })
    expect(JSON.stringify(job)).not.toContain('example.org')
  })

  it('is one mail with one id, even if the server hangs up after accepting it', async () => {
    const site = await startTestSite()
    site.mail.fail({ at: 'data', code: 0 })
    await site.visitor().signIn('github', 'ada')
    await site.mail.waitFor(() => site.mail.mails.length === 1)
    site.mail.fail(undefined)
    await site.mail.waitFor(() => site.mail.mails.length === 2, 10_000)
    expect(new Set(site.mail.mails.map(({ messageId }) => messageId)).size).toBe(1)
  })

  it('counts a try when the server hangs up on it, and delays no other mail', async () => {
    const site = await startTestSite()
    site.mail.faults.set('ada@example.org', { kind: 'hangUp' })
    await site.visitor().signIn('github', 'ada')
    await expect
      .poll(() => jobsIn(site))
      .toMatchObject([{ attempts: 1, reason: expect.stringContaining('closed') }])
    await site.visitor().signIn('github', 'margaret')
    await site.mail.waitFor(({ recipients }) => recipients.includes('margaret@example.org'))
  })

  it('becomes a dead letter with the server’s words when the address is refused permanently', async () => {
    const site = await startTestSite({ expectedErrors: /job given up/ })
    site.mail.fail({ at: 'rcpt', code: 550 })
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    expect((await site.document()).deadLetters).toMatchObject([
      { task: 'sendWelcomeEmail', reason: expect.stringContaining('550') },
    ])
  })
})

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

describe('X, when it fails', () => {
  /** Waits until the job has been tried. */
  const tried = (site: Site) =>
    expect.poll(async () => (await jobsIn(site)).find(({ reason }) => reason !== null)).toBeDefined()

  const reset = Math.floor(Date.now() / 1_000) + 900
  const QUARTER = {
    'x-rate-limit-limit': '1',
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': String(reset),
  }
  const DAY = {
    'x-app-limit-24hour-limit': '1',
    'x-app-limit-24hour-remaining': '0',
    'x-app-limit-24hour-reset': String(reset + 40_000),
  }
  const NONSENSE = { 'x-rate-limit-limit': '1', 'x-rate-limit-reset': 'tomorrow' }

  it.each([
    { limits: 'its rate limit', headers: QUARTER, seconds: reset },
    { limits: 'a limit without its size', headers: { 'x-rate-limit-reset': String(reset) }, seconds: reset },
    { limits: 'the limit of the day', headers: { ...QUARTER, ...DAY }, seconds: reset + 40_000 },
  ])('is asked again after $limits ends, which does not count as a try', async ({ headers, seconds }) => {
    const site = await startTestSite({ env: ASSUMED })
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 429, body: '{}', type: 'json', headers })
    await site.visitor().signIn('twitter', 'grace')
    await tried(site)
    expect(await jobsIn(site)).toMatchObject([{ runAt: seconds * 1_000, attempts: 0 }])
    expect(await consentIn(site)).toBe('waiting')
  })

  it('is asked again soon when its reset time is senseless', async () => {
    const site = await startTestSite({ env: ASSUMED })
    site.x.faults.set('/2/tweets', {
      kind: 'answer',
      status: 429,
      body: '{}',
      type: 'json',
      headers: NONSENSE,
    })
    await site.visitor().signIn('twitter', 'grace')
    await tried(site)
    const [job] = await jobsIn(site)
    expect((job?.runAt ?? 0) - Date.now()).toBeLessThan(3_000)
  })

  it('is not asked by any job when it is out of credit', async () => {
    const site = await startTestSite({ env: ASSUMED })
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 402, body: '{}', type: 'json' })
    await site.visitor().signIn('twitter', 'grace')
    await tried(site)
    await site.visitor().signIn('twitter', 'katherine')
    expect(await jobsIn(site)).toMatchObject([
      { reason: 'out of credit at X', attempts: 0 },
      { reason: null },
    ])
    expect(site.x.requests.filter((request) => request === 'POST /2/tweets')).toHaveLength(1)
  })

  it('is asked again after a server error', async () => {
    const site = await startTestSite({ env: ASSUMED })
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '' })
    await site.visitor().signIn('twitter', 'grace')
    await tried(site)
    site.x.faults.clear()
    await expect.poll(() => site.x.tweets.length, { timeout: 10_000 }).toBe(1)
  })

  it('is never asked twice when its answer was lost: the outcome of the consent is unknown', async () => {
    const site = await startTestSite({ env: ASSUMED, expectedErrors: /X may have posted or not/ })
    site.x.faults.set('/2/tweets', { kind: 'down' })
    await site.visitor().signIn('twitter', 'grace')
    await site.jobsDone()
    expect(await consentIn(site)).toBe('unknown')
    expect(site.x.requests.filter((request) => request === 'POST /2/tweets')).toHaveLength(1)
    expect((await site.document()).deadLetters).toEqual([])
  })

  it('is not asked by a try that finds an earlier one, which may have got through', async () => {
    const site = await startTestSite({ env: ASSUMED, expectedErrors: /may have got through/ })
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '', times: 1 })
    await site.visitor().signIn('twitter', 'grace')
    await tried(site)
    const [account] = (await site.document()).accounts
    // The state that a process leaves when it ends during the request to X.
    await site.store.change(account?.user.id ?? '', (state) => {
      const { user } = state.account
      const tweetConsents = user.tweetConsents.map((consent) => ({ ...consent, state: 'posting' as const }))
      return { account: { ...state.account, user: { ...user, tweetConsents } }, result: undefined }
    })
    await site.jobsDone()
    expect(await consentIn(site)).toBe('unknown')
    expect(site.x.requests.filter((request) => request === 'POST /2/tweets')).toHaveLength(1)
  })

  it('ends the job when it refuses, and an operator may retry it', async () => {
    const site = await startTestSite({ env: ASSUMED, expectedErrors: /job given up/ })
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 401, body: '{}', type: 'json', times: 1 })
    await site.visitor().signIn('twitter', 'grace')
    await site.jobsDone()
    const [letter] = (await site.document()).deadLetters
    expect(letter).toMatchObject({ task: 'tweetOnJoin', reason: expect.stringContaining('401') })
    expect(await consentIn(site)).toBe('failed')
    expect(await site.services.queue.retry(letter?.id ?? '')).toBe(true)
    await site.jobsDone()
    expect(await consentIn(site)).toBe('posted')
    expect(site.x.tweets).toHaveLength(1)
  })
})
