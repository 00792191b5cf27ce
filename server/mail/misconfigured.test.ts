import { describe, expect, it } from 'vitest'
import type { MailFault } from '../../e2e/standins/mailFaults.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { sendReminder } from '../reminder/sendReminder.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const COUNT = 12

/**
 * The number of mails sent one by one while time passes. Each one also wakes the runner, whose timer does not
 * use the test's clock.
 */
const LATER = 6

/** Five connections deliver concurrently. */
const MAX_OVERTAKEN = 10

/** A site with one account whose welcome mail has arrived; the mail server requires a password. */
async function siteWithAda(expectedErrors?: RegExp): Promise<Site> {
  const site = await startTestSite({ env: { RATE_LIMITS: 'off' }, expectedErrors })
  await site.restart({ SMTP_URL: site.mail.smtpUrl.replace('//', '//me:password@') })
  await site.visitor().signIn('github', 'ada')
  await site.jobsDone()
  site.mail.mails.length = 0
  return site
}

async function remind(site: Site, email = 'ada@example.org'): Promise<void> {
  expect((await site.visitor().post('/api/reminder', { email })).status).toBe(200)
}

/**
 * Adds the reminders in one commit, so that five mails are refused together: a mail refused alone lets the
 * next one try.
 */
async function remindAtOnce({ services, document }: Site): Promise<void> {
  const userId = (await document()).accounts[0]?.user.id ?? ''
  const reminder = () => sendReminder.delay({ userId, sealedAddress: null, from: '127.0.0.0/24' }, { userId })
  await services.queue.add(Array.from({ length: COUNT }, reminder))
}

/** Closes the connections of the pool, which are already authenticated. */
async function reconnect({ mail }: Site): Promise<void> {
  await mail.stop()
  await mail.start()
}

const openJobs = async (site: Site) => (await site.document()).jobs

const logged = (site: Site, words: string) =>
  site.lines.filter(({ msg, err }) => `${msg} ${err?.message}`.includes(words))

describe('mails sent while the site is set up wrong', () => {
  it.each<[string, MailFault]>([
    ['certificate', { kind: 'certificate' }],
    ['tlsv1 alert protocol version', { kind: 'oldTls' }],
    ['535 Authentication failed', { kind: 'auth', code: 535, words: 'Authentication failed' }],
    ['530 Authentication required', { kind: 'from', code: 530, words: 'Authentication required' }],
    ['550 Sender rejected', { kind: 'rcpt', code: 550, words: 'Sender rejected' }],
    ['554 5.7.1 Relay access denied', { kind: 'rcpt', code: 554, words: '5.7.1 Relay access denied' }],
    ['452 4.3.1 Quota exceeded', { kind: 'rcpt', code: 452, words: '4.3.1 Quota exceeded' }],
    ['552 Quota exceeded', { kind: 'data', code: 552, words: 'Quota exceeded' }],
  ])('wait and arrive once, in order: %s', async (words, fault) => {
    const site = await siteWithAda()
    // A mail that was just accepted would make the next refusals those of single mails, which are put off.
    site.advance(11_000)
    site.mail.faults.set('*', fault)
    await reconnect(site)
    await remindAtOnce(site)
    await expect.poll(() => logged(site, words).length, { timeout: 10_000 }).toBeGreaterThan(0)
    for (let n = 0; n < LATER; n++) {
      site.advance(50_000)
      await remind(site)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const news = () => logged(site, 'the service of this job is down').length
    await expect.poll(news, { timeout: 10_000 }).toBe(1)
    const jobs = await openJobs(site)
    expect(jobs).toHaveLength(COUNT + LATER)
    expect((await site.document()).deadLetters).toEqual([])
    expect(jobs.filter(({ attempts }) => attempts > 0)).toEqual([])
    expect(site.mail.mails).toEqual([])

    site.mail.faults.clear()
    site.advance(30_000)
    await remind(site)
    await expect.poll(() => site.mail.mails.length, { timeout: 10_000 }).toBe(COUNT + LATER + 1)
    await site.jobsDone()
    const ids = site.mail.mails.map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(COUNT + LATER + 1)
    const places = jobs.map((job) => ids.findIndex((id) => id.includes(job.id)))
    const overtaken = places.map((place, age) => place - age)
    expect(Math.max(...overtaken)).toBeLessThanOrEqual(MAX_OVERTAKEN)
  })

  it('are not delayed when only one recipient is refused like that', async () => {
    const site = await siteWithAda()
    await site.visitor().signIn('github', 'margaret')
    await site.jobsDone()
    site.mail.mails.length = 0
    site.mail.faults.set('margaret@example.org', {
      kind: 'rcpt',
      code: 554,
      words: '5.7.1 Relay access denied',
    })
    await remind(site, 'margaret@example.org')
    await expect.poll(() => logged(site, 'Relay access denied').length).toBeGreaterThan(0)
    for (let n = 0; n < COUNT; n++) await remind(site)
    await expect.poll(() => site.mail.mails.length, { timeout: 5_000 }).toBe(COUNT)
    // Hours later it has not become a dead letter and delays no other mail.
    for (let minutes = 0; minutes < 600; minutes += 20) {
      site.advance(1_200_000)
      await remind(site)
    }
    await expect.poll(() => site.mail.mails.length, { timeout: 10_000 }).toBe(COUNT + 30)
    // The mails under way finish soon.
    await expect.poll(async () => (await openJobs(site)).length).toBe(1)
    expect(await openJobs(site)).toMatchObject([{ attempts: 0 }])
    site.mail.faults.clear()
    site.advance(3_700_000)
    await remind(site)
    await expect.poll(() => site.mail.mails.length, { timeout: 5_000 }).toBe(COUNT + 32)
    const recipients = site.mail.mails.flatMap((mail) => mail.recipients)
    expect(recipients.filter((address) => address === 'margaret@example.org')).toHaveLength(1)
  })

  it('end the job of a recipient that does not exist, and no other', async () => {
    const site = await siteWithAda(/job given up/)
    site.mail.faults.set('ada@example.org', {
      kind: 'rcpt',
      code: 550,
      words: '5.1.1 User unknown',
      times: 1,
    })
    await remind(site)
    await expect.poll(async () => (await site.document()).deadLetters.length).toBe(1)
    expect(await openJobs(site)).toEqual([])
    await remind(site)
    await expect.poll(() => site.mail.mails.length).toBe(1)
  })
})
