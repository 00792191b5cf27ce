import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const jobsIn = async (site: Site) => (await site.document()).jobs

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
