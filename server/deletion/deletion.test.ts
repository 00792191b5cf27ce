import { describe, expect, it } from 'vitest'
import { jobsIn, startTestSite, userOf } from '../../e2e/testSite.ts'
import type { User } from '../user.ts'

describe('deleting the account', () => {
  it('runs the site’s clean-up, then ends at logout', async () => {
    const cleaned: User[] = []
    const site = await startTestSite({
      site: { deleteObjectsForUser: async (user) => void cleaned.push(user) },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const response = await browser.post('/api/account/delete')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    expect(cleaned).toMatchObject([{ username: 'ada', email: 'ada@example.org' }])
    expect((await browser.get('/logout')).headers.get('location')).toBe('/goodbye')
    expect(await userOf(browser)).toBeNull()
  })

  it('needs no body', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect((await browser.fetch('/api/account/delete', { method: 'POST' })).status).toBe(303)
  })

  it('leaves nothing of the person behind', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada')
    await browser.post('/api/welcome-tweet', { text: 'Hello from Ada' })
    await browser.post('/api/account/delete')
    await site.jobsDone()
    const dump = await site.dump()
    expect(dump).not.toMatch(/ada|lovelace|example\.org|1815/i)
    expect(JSON.parse(dump)).toMatchObject({
      users: [{ isActive: false, email: null }],
      links: [],
      sessions: [],
      jobs: [],
    })
  })

  it('ends all of the user’s sessions and nobody else’s', async () => {
    const site = await startTestSite()
    const [here, there, other] = [site.visitor(), site.visitor(), site.visitor()]
    await here.signIn('github', 'ada')
    await there.signIn('github', 'ada')
    await other.signIn('github', 'margaret')
    await here.post('/api/account/delete')
    expect(await userOf(there)).toBeNull()
    expect(await userOf(other)).not.toBeNull()
  })

  it('confirms it to the former address, which no job shows', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    await site.mail.stop()
    await browser.post('/api/account/delete')
    expect(await site.dump()).not.toContain('example.org')
    await site.mail.start()
    const mail = await site.mail.waitFor(({ subject }) => subject.includes('is deleted'), 10_000)
    expect(mail.recipients).toEqual(['ada@example.org'])
  })

  it('takes the grants back at the providers', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada')
    await browser.post('/api/account/delete')
    await site.jobsDone()
    expect(site.github.tokens.size).toBe(0)
    expect(site.x.tokens.size).toBe(0)
  })

  it('does not take back the grant of who has come back meanwhile', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await browser.post('/api/account/delete')
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['ada'])
  })

  it('cancels what was waiting to be done for the user', async () => {
    const site = await startTestSite()
    await site.mail.stop()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await expect.poll(async () => jobsIn(await site.dump())[0]?.reason).toContain('ECONNREFUSED')
    await browser.post('/api/account/delete')
    const tasks = jobsIn(await site.dump()).map(({ task }) => task)
    expect(tasks).not.toContain('sendWelcomeEmail')
  })

  it('makes a returning person a new user, who is welcomed as new', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const before = await userOf(browser)
    await site.jobsDone()
    await browser.post('/api/account/delete')
    await browser.signIn('github', 'ada')
    const after = await userOf(browser)
    expect(after).toMatchObject({ username: 'ada', email: 'ada@example.org' })
    expect(after?.id).not.toBe(before?.id)
    await site.jobsDone()
    expect(site.mail.mails.filter(({ subject }) => subject.startsWith('Welcome'))).toHaveLength(2)
  })

  it('deletes nothing when the site’s clean-up throws, and says so', async () => {
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
    const before = await site.dump()
    const response = await browser.post('/api/account/delete')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('nothing has been lost') },
    })
    expect(await site.dump()).toBe(before)
    expect(await userOf(browser)).not.toBeNull()
  })

  it('is refused to strangers, to other sites, and by GET', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    expect((await browser.post('/api/account/delete')).status).toBe(401)
    await browser.signIn('github', 'ada')
    expect((await browser.post('/api/account/delete', {}, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(
      403,
    )
    expect((await browser.post('/api/account/delete', {}, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(
      403,
    )
    expect((await browser.get('/api/account/delete')).status).toBe(405)
    expect(await userOf(browser)).not.toBeNull()
  })
})
