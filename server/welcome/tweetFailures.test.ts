import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

const ASSUMED = { WELCOME_TWEET_CONSENT: 'assumed', WELCOME_TWEET: 'I am in!' }

type Site = Awaited<ReturnType<typeof startTestSite>>

const jobsIn = async (site: Site) => (await site.document()).jobs

/** The state of the newest consent to post. */
const consentIn = async (site: Site) =>
  (await site.document()).accounts.flatMap(({ user }) => user.tweetConsents).at(-1)?.state

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
