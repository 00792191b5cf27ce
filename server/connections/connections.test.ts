import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startSiteWithBoth, startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { ConnectionsAnswer, ErrorAnswer } from '../api.ts'

const GITHUB = '/api/account/connections/github/1815'

const X = '/api/account/connections/twitter/18151210'

const remove = (browser: Visitor, path: string) => browser.fetch(path, { method: 'DELETE' })

async function connectionsOf(browser: Visitor) {
  return ((await (await browser.get('/api/account/connections')).json()) as ConnectionsAnswer).connections
}

describe('the connections of an account', () => {
  it('are listed for its owner, with the ids at the providers and no tokens', async () => {
    const { site, browser } = await startSiteWithBoth()
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
  it('removes that sign-in method, keeps the other, and revokes the grant', async () => {
    const { site, browser } = await startSiteWithBoth()
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

  it('revokes X’s token as well', async () => {
    const { site, browser } = await startSiteWithBoth()
    await remove(browser, X)
    await site.jobsDone()
    expect([site.github.tokens.size, site.x.tokens.size]).toEqual([1, 0])
  })

  it('tells the address of the account, as connecting does', async () => {
    const { site, browser } = await startSiteWithBoth()
    const connected = await site.mail.waitFor(({ subject }) => subject.includes('was connected'))
    expect(connected).toMatchObject({
      recipients: ['ada@example.org'],
      subject: 'X (Twitter) was connected to your account at Doorman',
    })
    expect(connected.text).toContain('sign in to your account at Doorman with X (Twitter), as @ada_lovelace.')
    await remove(browser, X)
    const disconnected = await site.mail.waitFor(({ subject }) => subject.includes('was disconnected'))
    expect(disconnected).toMatchObject({
      recipients: ['ada@example.org'],
      subject: 'X (Twitter) was disconnected from your account at Doorman',
    })
    expect(disconnected.text).toContain('You sign in with GitHub.')
    for (const { text } of [connected, disconnected]) {
      expect(text).toContain('If that wasn’t you, someone else was signed in to your account.')
      expect(text).toContain('reply to this email')
    }
  })

  it('tells the recent addresses of the account as well, without words of an intruder', async () => {
    const { site, browser } = await startSiteWithBoth()
    const id = (await userOf(browser))?.id ?? ''
    const until = new Date().toISOString()
    await site.store.change(id, ({ account }) => ({
      account: {
        ...account,
        user: { ...account.user, name: 'Thief', formerEmails: [{ address: 'owner@example.org', until }] },
      },
      result: undefined,
    }))
    await remove(browser, GITHUB)
    await browser.signIn('github', 'grace', '?connect')
    await site.jobsDone()
    const told = (words: string) => site.mail.mails.filter(({ subject }) => subject.startsWith(words))
    for (const words of ['GitHub was disconnected', 'GitHub was connected']) {
      const recipients = told(words).flatMap((mail) => mail.recipients)
      expect(recipients.sort()).toEqual(['ada@example.org', 'owner@example.org'])
      const toOwner = told(words).find((mail) => mail.recipients.includes('owner@example.org'))
      expect(toOwner?.raw).not.toMatch(/thief|grace|lovelace/i)
      expect(toOwner?.text).toContain('reply to this email')
    }
  })

  it('ends the sessions that the identity began, except the current one', async () => {
    const { site, browser } = await startSiteWithBoth()
    const [thief, own] = [site.visitor(), site.visitor()]
    await thief.signIn('twitter', 'ada')
    await own.signIn('github', 'ada')
    expect((await remove(browser, X)).status).toBe(204)
    expect(await userOf(thief)).toBeNull()
    for (const other of [browser, own]) expect(await userOf(other)).not.toBeNull()
  })

  it('needs a recent sign-in', async () => {
    const { site, browser } = await startSiteWithBoth()
    site.advance(121 * 60_000)
    const answer = await remove(browser, X)
    const { error } = (await answer.json()) as ErrorAnswer
    expect([answer.status, error.code]).toEqual([403, 'sign-in-again'])
    expect(await connectionsOf(browser)).toHaveLength(2)
    await browser.signIn('github', 'ada')
    expect((await remove(browser, X)).status).toBe(204)
  })

  it('sends no mail to a new person, or after signing in again', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    expect(site.mail.mails.map(({ subject }) => subject)).toEqual(['Welcome to Doorman'])
  })

  it('refuses to remove the last one, with a message', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect(await connectionsOf(browser)).toMatchObject([{ isLastWayIn: true }])
    const response = await remove(browser, GITHUB)
    expect(response.status).toBe(409)
    const { error } = (await response.json()) as ErrorAnswer
    expect(error).toEqual({ code: 'last', message: expect.stringContaining('only sign-in method') })
    expect((await userOf(browser))?.connections).toHaveLength(1)
    expect(site.github.tokens.size).toBe(1)
  })

  it('keeps one of two that are disconnected at once', async () => {
    const { site, browser } = await startSiteWithBoth()
    const answers = await Promise.all([remove(browser, GITHUB), remove(browser, X)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await userOf(browser))?.connections).toHaveLength(1)
    await site.jobsDone()
    expect(site.github.tokens.size + site.x.tokens.size).toBe(1)
  })

  it('keeps the only usable one of three when two are disconnected at once', async () => {
    const { site, browser } = await startSiteWithBoth()
    await browser.signIn('github', 'grace', '?connect')
    await site.restart({ TWITTER_CONSUMER_KEY: '', TWITTER_CONSUMER_SECRET: '' })
    const grace = '/api/account/connections/github/1906'
    const answers = await Promise.all([remove(browser, GITHUB), remove(browser, grace)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    const providers = (await connectionsOf(browser)).map(({ provider }) => provider)
    expect(providers.sort()).toEqual(['github', 'twitter'])
  })

  it('does not count a provider that the site has switched off as a sign-in method', async () => {
    const { site, browser } = await startSiteWithBoth()
    await site.restart({ TWITTER_CONSUMER_KEY: '', TWITTER_CONSUMER_SECRET: '' })
    expect(await connectionsOf(browser)).toMatchObject([{ isLastWayIn: true }, { isLastWayIn: false }])
    expect((await remove(browser, GITHUB)).status).toBe(409)
    expect((await remove(browser, X)).status).toBe(204)
  })

  it('does not affect other people’s connections', async () => {
    const { site, browser } = await startSiteWithBoth()
    const mallory = site.visitor()
    await mallory.signIn('github', 'mallory')
    await mallory.signIn('twitter', 'mallory', '?connect')
    for (const path of [GITHUB, X, '/api/account/connections/github/', '/api/account/connections/nobody/1'])
      expect((await remove(mallory, path)).status).toBe(404)
    expect((await remove(site.visitor(), X)).status).toBe(401)
    expect((await userOf(browser))?.connections).toHaveLength(2)
  })

  it('drops the pending post of the identity', async () => {
    const { site, browser } = await startSiteWithBoth()
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '', times: 1 })
    await browser.post('/api/welcome-tweet', { text: 'Hello' })
    await expect.poll(async () => (await site.document()).jobs[0]?.reason).toBeTruthy()
    await remove(browser, X)
    const [account] = (await site.document()).accounts
    expect(account?.user.tweetConsents).toMatchObject([{ state: 'dropped' }])
    await site.jobsDone()
    expect(site.x.tweets).toEqual([])
  })

  it('logs no username of the provider', async () => {
    const { site, browser } = await startSiteWithBoth()
    for (const path of [X, X, '/api/account/tweet-consents/18151210']) await remove(browser, path)
    await site.jobsDone()
    expect(JSON.stringify(site.lines)).not.toMatch(/18151210|lovelace/)
  })

  it('is recorded in the audit trail', async () => {
    const { browser } = await startSiteWithBoth()
    await remove(browser, X)
    const { events } = (await (await browser.get('/api/account/events')).json()) as { events: object[] }
    expect(events[0]).toMatchObject({ what: 'disconnect', outcome: 'done', provider: 'X (Twitter)' })
  })
})
