import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { DeletionAnswer } from '../api.ts'
import { site as defaultSite } from '../site/site.ts'
import type { User } from '../store/account.ts'

/** There, jobs become due by the clock of the database, which a test cannot move. */
const ON_POSTGRES = process.env.TEST_STORE === 'postgres'

const remove = (browser: Visitor, headers: HeadersInit = {}, username = 'ada') =>
  browser.post('/api/account/delete', { username }, headers)

describe('deleting the account', () => {
  it('runs the site’s clean-up, then redirects to logout', async () => {
    const cleaned: User[] = []
    const site = await startTestSite({
      site: { deleteObjectsForUser: async (user) => void cleaned.push(user) },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const response = await remove(browser)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    expect(cleaned).toMatchObject([{ username: 'ada', email: 'ada@example.org' }])
    expect((await browser.get('/logout')).headers.get('location')).toBe('/goodbye')
    expect(await userOf(browser)).toBeNull()
  })

  it.each([{}, { username: '' }, { username: 'grace' }, { name: 'ada' }])(
    'needs the username, and %j is not it',
    async (fields) => {
      const site = await startTestSite()
      const browser = site.visitor()
      await browser.signIn('github', 'ada')
      const response = await browser.post('/api/account/delete', fields as Record<string, string>)
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { error: { code: 'wrong-username' } },
      ])
      expect(await userOf(browser)).not.toBeNull()
    },
  )

  it('accepts the username in other letters, and as JSON', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const body = JSON.stringify({ username: ' ADA ' })
    const headers = { 'Content-Type': 'application/json' }
    const response = await browser.fetch('/api/account/delete', { method: 'POST', body, headers })
    expect(response.status).toBe(303)
  })

  it('is limited by identity, across new accounts', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    const statuses: number[] = []
    for (let round = 0; round < 12 && !statuses.includes(429); round++) {
      await browser.signIn('github', 'grace')
      statuses.push((await remove(browser, {}, 'grace')).status)
    }
    expect(statuses.slice(0, 3)).toEqual([303, 303, 303])
    expect(statuses.at(-1)).toBe(429)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('leaves no data of the person behind', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', '?connect')
    await browser.post('/api/welcome-tweet', { text: 'Hello from Ada' })
    const id = (await userOf(browser))?.id
    await remove(browser)
    await site.jobsDone()
    const document = await site.document()
    // Whole words only: random ids contain any three letters sooner or later.
    expect(JSON.stringify(document)).not.toMatch(/\bada\b|lovelace|example\.org|[":]1815/i)
    expect(document).toMatchObject({ accounts: [], sessions: [], deadLetters: [] })
    const { fingerprint } = site.services.sealer
    expect(document.tombstones).toMatchObject([
      { userId: id, identities: ['github:1815', 'twitter:18151210'].map(fingerprint) },
    ])
    expect(document.tombstones[0]?.username).toBe(fingerprint('ada'))
  })

  it('ends all of the user’s sessions and no others', async () => {
    const site = await startTestSite()
    const [here, there, other] = [site.visitor(), site.visitor(), site.visitor()]
    await here.signIn('github', 'ada')
    await there.signIn('github', 'ada')
    await other.signIn('github', 'margaret')
    await remove(here)
    expect(await userOf(there)).toBeNull()
    expect(await userOf(other)).not.toBeNull()
  })

  it('confirms it to the former address, which no job shows', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    await site.mail.stop()
    await remove(browser)
    expect(JSON.stringify(await site.document())).not.toContain('example.org')
    await site.mail.start()
    const mail = await site.mail.waitFor(({ subject }) => subject.includes('is deleted'), 10_000)
    expect(mail.recipients).toEqual(['ada@example.org'])
  })

  it('revokes the grants at the providers', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', '?connect')
    await remove(browser)
    await site.jobsDone()
    expect(site.github.tokens.size).toBe(0)
    expect(site.x.tokens.size).toBe(0)
  })

  it('keeps the grant of a person who has come back meanwhile', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await remove(browser)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['ada'])
  })

  it('cancels every other job that was waiting for the user', async () => {
    const site = await startTestSite()
    await site.mail.stop()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await expect.poll(async () => (await site.document()).jobs[0]?.reason).toContain('ECONNREFUSED')
    await remove(browser)
    await site.mail.start()
    await site.mail.waitFor(({ subject }) => subject.includes('is deleted'), 20_000)
    const waiting = async () => (await site.document()).jobs.map(({ task }) => task)
    await expect.poll(waiting, { timeout: 20_000 }).not.toContain('sendWelcomeEmail')
    expect(site.mail.mails.map(({ subject }) => subject)).toEqual(['Your account at Doorman is deleted'])
  })

  it('creates a new user for a returning person, who is welcomed as new', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const before = await userOf(browser)
    await site.jobsDone()
    await remove(browser)
    await browser.signIn('github', 'ada')
    const after = await userOf(browser)
    expect(after).toMatchObject({ username: 'ada', email: 'ada@example.org' })
    expect(after?.id).not.toBe(before?.id)
    await site.jobsDone()
    expect(site.mail.mails.filter(({ subject }) => subject.startsWith('Welcome'))).toHaveLength(2)
  })

  it('sends farewell and welcome each time that its owner leaves and returns', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    for (let round = 0; round < 3; round++) {
      await browser.signIn('github', 'ada')
      await browser.get('/api/session')
      await site.jobsDone()
      await remove(browser)
      await site.jobsDone()
    }
    const count = (words: string) => site.mail.mails.filter(({ subject }) => subject.includes(words)).length
    expect([count('Welcome'), count('is deleted')]).toEqual([3, 3])
  })

  it('deletes nothing when the site’s clean-up throws, and reports that', async () => {
    const site = await startTestSite({
      expectedErrors: /request failed/,
      site: {
        async deleteObjectsForUser() {
          throw new Error('the shop is closed')
        },
      },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    const kept = async () => {
      const { accounts, sessions, tombstones } = await site.document()
      return { accounts, sessions, tombstones }
    }
    const before = await kept()
    const response = await remove(browser)
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('Nothing has been lost') },
    })
    expect(await kept()).toEqual(before)
    expect(await userOf(browser)).not.toBeNull()
  })

  it.skipIf(ON_POSTGRES)('does not delete an account later whose clean-up has failed', async () => {
    let calls = 0
    const site = await startTestSite({
      expectedErrors: /request failed/,
      site: {
        async deleteObjectsForUser() {
          calls++
          throw new Error('the shop is closed')
        },
      },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect((await remove(browser)).status).toBe(500)
    // The job that would have completed the deletion ends without doing anything.
    site.advance(31_000)
    await site.restart()
    await site.jobsDone()
    expect(calls).toBe(1)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('is refused when signed out, to other sites, and by GET', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    expect((await remove(browser)).status).toBe(401)
    await browser.signIn('github', 'ada')
    expect((await remove(browser, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await remove(browser, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403)
    expect((await browser.get('/api/account/delete')).status).toBe(405)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('happens once, even when it is requested many times at once', async () => {
    let cleanUps = 0
    const site = await startTestSite({ site: { deleteObjectsForUser: async () => void cleanUps++ } })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    const answers = await Promise.all([remove(browser), remove(browser), remove(browser)])
    // The second request may arrive after the account is gone.
    expect(answers.every(({ status }) => status === 303 || status === 401)).toBe(true)
    await site.jobsDone()
    expect(cleanUps).toBe(1)
    expect(site.mail.mails.filter(({ subject }) => subject.includes('is deleted'))).toHaveLength(1)
  })
})

describe('an interrupted deletion', () => {
  /** A person whose deletion hangs in the site's clean-up, in a process that ends there. */
  async function brokenOff() {
    const calls: string[] = []
    const site = await startTestSite({
      expectedErrors: /request failed/,
      site: {
        deleteObjectsForUser: async ({ id }) => {
          calls.push(id)
          if (calls.length === 1) await new Promise(() => undefined)
        },
      },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    remove(browser).catch(() => undefined)
    await expect.poll(() => calls.length).toBe(1)
    return { site, browser, calls }
  }

  it('leaves nobody signed in, and refuses the same identity', async () => {
    const { site, browser } = await brokenOff()
    expect(await userOf(browser)).toBeNull()
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=leaving')
    const reminder = await site.visitor().post('/api/reminder', { email: 'ada@example.org' })
    expect(await reminder.text()).toBe("No user with address 'ada@example.org' found!")
  })

  it('refuses a sign-in with the same address, and promises no mail to it', async () => {
    const { site } = await brokenOff()
    const { x } = site.people.find(({ key }) => key === 'ada') ?? {}
    if (x) x.email = 'ada@example.org'
    const response = await site.visitor().signIn('twitter', 'ada')
    expect(response.headers.get('location')).toBe('/?error=leaving')
  })

  it.skipIf(ON_POSTGRES)('is completed by the next process', async () => {
    const { site, calls } = await brokenOff()
    site.advance(3 * 60_000)
    await site.restart()
    const mail = await site.mail.waitFor(({ subject }) => subject.includes('is deleted'), 10_000)
    expect(mail.recipients).toEqual(['ada@example.org'])
    await site.jobsDone()
    expect(calls).toHaveLength(2)
    expect(await site.document()).toMatchObject({ accounts: [], jobs: [], tombstones: [{}] })
    expect(site.github.tokens.size).toBe(0)
  })
})

describe('the progress of a deletion', () => {
  const stepsOf = async (browser: Visitor) =>
    ((await (await browser.get('/api/deletion')).json()) as DeletionAnswer).steps

  it('is shown only to the browser that requested it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await site.mail.stop()
    expect(await stepsOf(browser)).toBeNull()
    await remove(browser)
    expect(await stepsOf(browser)).toMatchObject([
      { what: 'sessions', state: 'done' },
      { what: 'site', state: 'done' },
      { what: 'account', state: 'done' },
      { what: 'grant', provider: 'GitHub', state: 'waiting' },
      { what: 'farewell', state: 'waiting' },
    ])
    expect(await stepsOf(site.visitor())).toBeNull()
    await site.mail.start()
    await site.jobsDone()
    expect((await stepsOf(browser))?.every(({ state }) => state === 'done')).toBe(true)
    site.advance(61 * 60_000)
    expect(await stepsOf(browser)).toBeNull()
  })

  it('is not shown after another person has signed in and out in that browser', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await remove(browser)
    await browser.refuse('github')
    expect(await stepsOf(browser)).not.toBeNull()
    await browser.signIn('github', 'grace')
    await browser.get('/logout')
    expect(await stepsOf(browser)).toBeNull()
  })
})

describe('a grant that cannot be revoked any more', () => {
  it('is distinguished on the goodbye page from one whose revocation failed', async () => {
    const [twitter, github] = defaultSite.providers
    if (!twitter || !github) throw new Error('two providers are needed')
    const providers = [twitter, { ...github, revoke: async () => 'impossible' as const }]
    const site = await startTestSite({ site: { providers }, expectedErrors: /job given up/ })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', '?connect')
    await remove(browser)
    await site.jobsDone()
    const { steps } = (await (await browser.get('/api/deletion')).json()) as DeletionAnswer
    expect(steps?.filter(({ what }) => what === 'grant')).toMatchObject([
      { provider: 'GitHub', state: 'impossible' },
      { provider: 'X (Twitter)', state: 'done' },
    ])
  })
})

describe('deleting long after the sign-in', () => {
  it('requires another sign-in', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.advance(121 * 60_000)
    const response = await remove(browser)
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { error: { code: 'sign-in-again' } },
    ])
    expect(await userOf(browser)).not.toBeNull()
    await browser.signIn('github', 'ada', { returnTo: '/account?delete' })
    expect((await remove(browser)).status).toBe(303)
  })

  it('is not permitted by a connection that is younger than the session', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.advance(60 * 60_000)
    await browser.signIn('twitter', 'grace', '?connect')
    site.advance(61 * 60_000)
    await browser.signIn('twitter', 'grace')
    expect((await userOf(browser))?.connections).toHaveLength(2)
    expect((await remove(browser)).status).toBe(403)
  })
})

describe('the provider that was used last', () => {
  it('is remembered in the browser only after success, and forgotten with the account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.refuse('github')
    expect(browser.cookies.get('last-provider')).toBeUndefined()
    await browser.signIn('github', 'ada')
    expect(browser.cookies.get('last-provider')).toBe('github')
    await browser.get('/logout')
    expect(browser.cookies.get('last-provider')).toBe('github')
    await browser.signIn('github', 'ada')
    await remove(browser)
    expect(browser.cookies.get('last-provider')).toBeUndefined()
  })

  it('is forgotten when it is disconnected, because it would create a new account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace', '?connect')
    await browser.signIn('twitter', 'ada', '?connect')
    const disconnect = (identity: string) =>
      browser.fetch(`/api/account/connections/${identity}`, { method: 'DELETE' })
    await disconnect('github/1906')
    expect(browser.cookies.get('last-provider')).toBe('twitter')
    await disconnect('twitter/18151210')
    expect(browser.cookies.get('last-provider')).toBeUndefined()
  })

  it('is remembered while another identity there still signs in to the account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace', '?connect')
    await browser.fetch('/api/account/connections/github/1906', { method: 'DELETE' })
    expect(browser.cookies.get('last-provider')).toBe('github')
  })
})
