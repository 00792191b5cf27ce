import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { jobsIn, startTestSite, userOf } from '../../e2e/testSite.ts'
import type { ConnectionsAnswer, ErrorAnswer } from '../api.ts'

const GITHUB = '/api/account/connections/github/1815'
const X = '/api/account/connections/twitter/18151210'

const remove = (browser: Visitor, path: string) => browser.fetch(path, { method: 'DELETE' })

async function connectionsOf(browser: Visitor) {
  return ((await (await browser.get('/api/account/connections')).json()) as ConnectionsAnswer).connections
}

async function siteWithBoth(options: Parameters<typeof startTestSite>[0] = {}) {
  const site = await startTestSite(options)
  const browser = site.visitor()
  await browser.signIn('github', 'ada')
  await browser.signIn('twitter', 'ada')
  await site.jobsDone()
  return { site, browser }
}

describe('the connections of an account', () => {
  it('are listed for its owner, with the ids at the providers and no tokens', async () => {
    const { site, browser } = await siteWithBoth()
    const answer = await browser.get('/api/account/connections')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({
      connections: [
        {
          provider: 'github',
          label: 'GitHub',
          uid: '1815',
          username: 'ada',
          connectedAt: expect.any(String),
          isLastWayIn: false,
        },
        expect.objectContaining({ provider: 'twitter', uid: '18151210', username: 'ada_lovelace' }),
      ],
    })
    expect((await site.visitor().get('/api/account/connections')).status).toBe(401)
  })
})

describe('disconnecting', () => {
  it('closes that door, leaves the other, and gives the grant back', async () => {
    const { site, browser } = await siteWithBoth()
    expect((await remove(browser, GITHUB)).status).toBe(204)
    await site.jobsDone()
    expect((await userOf(browser))?.connections.map(({ provider }) => provider)).toEqual(['twitter'])
    expect(site.github.tokens.size).toBe(0)
    expect(site.x.tokens.size).toBe(1)
    const [back, elsewhere] = [site.visitor(), site.visitor()]
    await back.signIn('twitter', 'ada')
    expect((await userOf(back))?.id).toBe((await userOf(browser))?.id)
    expect((await elsewhere.signIn('github', 'ada')).headers.get('location')).toBe('/?error=email-taken')
  })

  it('takes X’s token back, too', async () => {
    const { site, browser } = await siteWithBoth()
    await remove(browser, X)
    await site.jobsDone()
    expect([site.github.tokens.size, site.x.tokens.size]).toEqual([1, 0])
  })

  it('tells the address of the account, and so does connecting', async () => {
    const { site, browser } = await siteWithBoth()
    const connected = await site.mail.waitFor(({ subject }) => subject.includes('was connected'))
    expect(connected).toMatchObject({
      recipients: ['ada@example.org'],
      subject: 'X (Twitter) was connected to your account at Doorman',
    })
    expect(connected.text).toContain('X (Twitter) as ada_lovelace now opens your account')
    await remove(browser, X)
    const disconnected = await site.mail.waitFor(({ subject }) => subject.includes('was disconnected'))
    expect(disconnected).toMatchObject({
      recipients: ['ada@example.org'],
      subject: 'X (Twitter) was disconnected from your account at Doorman',
    })
    expect(disconnected.text).toContain('You sign in with GitHub.')
    for (const { text } of [connected, disconnected]) expect(text).toContain('If that was not you:')
  })

  it('asks nothing of a stranger whose address the account names', async () => {
    const site = await startTestSite()
    const emails = [{ email: 'victim@example.org', primary: true, verified: false }]
    site.people.push({
      key: 'mallory',
      name: 'Mallory',
      note: 'names an address that is not theirs',
      github: { id: 66, login: 'mallory', emails },
      x: { id: '66', username: 'mallory', email: null },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'mallory')
    await browser.signIn('twitter', 'mallory')
    const { text } = await site.mail.waitFor(({ subject }) => subject.includes('was connected'))
    expect(text).toContain('If that account is not yours, there is nothing to do')
  })

  it('mails nothing to somebody new, nor at signing in again', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    expect(site.mail.mails.map(({ subject }) => subject)).toEqual(['Welcome to Doorman'])
  })

  it('leaves the last one, with words', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect(await connectionsOf(browser)).toMatchObject([{ isLastWayIn: true }])
    const response = await remove(browser, GITHUB)
    expect(response.status).toBe(409)
    const { error } = (await response.json()) as ErrorAnswer
    expect(error).toEqual({ code: 'last', message: expect.stringContaining('only way in') })
    expect((await userOf(browser))?.connections).toHaveLength(1)
    expect(site.github.tokens.size).toBe(1)
  })

  it('leaves one of two that are disconnected at once', async () => {
    const { site, browser } = await siteWithBoth()
    const answers = await Promise.all([remove(browser, GITHUB), remove(browser, X)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await userOf(browser))?.connections).toHaveLength(1)
    await site.jobsDone()
    expect(site.github.tokens.size + site.x.tokens.size).toBe(1)
  })

  it('takes a door that the site has closed for no way in', async () => {
    const { site, browser } = await siteWithBoth()
    await site.restart({ TWITTER_CONSUMER_KEY: '', TWITTER_CONSUMER_SECRET: '' })
    expect(await connectionsOf(browser)).toMatchObject([{ isLastWayIn: true }, { isLastWayIn: false }])
    expect((await remove(browser, GITHUB)).status).toBe(409)
    expect((await remove(browser, X)).status).toBe(204)
  })

  it('touches nobody else’s', async () => {
    const { site, browser } = await siteWithBoth()
    const mallory = site.visitor()
    await mallory.signIn('github', 'mallory')
    await mallory.signIn('twitter', 'mallory')
    for (const path of [GITHUB, X, '/api/account/connections/github/', '/api/account/connections/nobody/1'])
      expect((await remove(mallory, path)).status).toBe(404)
    expect((await remove(site.visitor(), X)).status).toBe(401)
    expect((await userOf(browser))?.connections).toHaveLength(2)
  })

  it('leaves the grant of who has connected it again meanwhile', async () => {
    const { site, browser } = await siteWithBoth()
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await remove(browser, GITHUB)
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['ada'])
  })

  it('leaves the grant of the owner’s other identity at the same provider', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace')
    await remove(browser, GITHUB)
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['grace'])
  })

  it('cancels what was to be posted through it', async () => {
    const { site, browser } = await siteWithBoth()
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '' })
    await browser.post('/api/welcome-tweet', { text: 'Hello' })
    await expect.poll(async () => jobsIn(await site.dump())[0]?.reason).toBeTruthy()
    await remove(browser, X)
    expect(jobsIn(await site.dump()).map(({ task }) => task)).not.toContain('tweetOnJoin')
    await site.jobsDone()
    expect(site.x.tweets).toEqual([])
  })

  it('leaves nothing of what the provider calls them in the log', async () => {
    const { site, browser } = await siteWithBoth()
    for (const path of [X, X, '/api/account/tweet-consents/18151210']) await remove(browser, path)
    await site.jobsDone()
    expect(JSON.stringify(site.lines)).not.toMatch(/18151210|lovelace/)
  })

  it('takes its place in the trail', async () => {
    const { browser } = await siteWithBoth()
    await remove(browser, X)
    const { events } = (await (await browser.get('/api/account/events')).json()) as { events: object[] }
    expect(events[0]).toMatchObject({ what: 'disconnect', outcome: 'done', provider: 'X (Twitter)' })
  })
})
