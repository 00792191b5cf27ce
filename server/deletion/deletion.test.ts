import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { ON_POSTGRES } from '../../e2e/support/testReceiver.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { User } from '../store/account.ts'

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
