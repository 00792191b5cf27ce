import { describe, expect, it } from 'vitest'
import { arrive, type Desk, startDesk } from '../../e2e/support/testDesk.ts'
import type { OverviewAnswer } from '../deskApi.ts'
import { createProblemReader, diskProblem } from './currentProblems.ts'

type Operator = ReturnType<Desk['visitor']>

async function overview(operator: Operator, language = 'en'): Promise<OverviewAnswer> {
  const answer = await operator.get('/api/desk/overview', { 'Accept-Language': language })
  expect(answer.status).toBe(200)
  return (await answer.json()) as OverviewAnswer
}

const today = (counts: readonly number[] | undefined) => counts?.at(-1)

const wordsIn = ({ problems }: OverviewAnswer) => problems.map(({ message }) => message).join('\n')

describe('the overview of the desk', () => {
  it('counts accounts, sign-ins, reminders and mails of the last thirty days', async () => {
    const { site, operator } = await startDesk()
    const { browser } = await arrive(site, 'ada')
    await browser.refuse('github')
    await browser.post('/api/reminder', { email: 'ada@example.org' })
    await browser.post('/api/reminder', { email: 'nobody@example.org' })
    await site.jobsDone()
    await expect.poll(() => site.mail.mails.length).toBe(3)
    const { accounts, days, newAccounts, signIns, reminders, mails, jobs, problems } =
      await overview(operator)
    expect(accounts).toEqual({ all: 2, locked: 0, leaving: 0 })
    expect(days).toHaveLength(30)
    expect(days.at(-1)).toBe(new Date(site.services.now()).toISOString().slice(0, 10))
    expect([newAccounts.length, today(newAccounts)]).toEqual([30, 2])
    expect(signIns.map(({ counts, ...row }) => ({ ...row, today: today(counts) }))).toEqual([
      { provider: 'github', label: 'GitHub', outcome: 'cancelled', today: 1 },
      { provider: 'github', label: 'GitHub', outcome: 'done', today: 2 },
    ])
    expect(reminders.map(({ outcome, counts }) => [outcome, today(counts)])).toEqual([
      ['done', 1],
      ['unknown', 1],
    ])
    expect(mails.map(({ kind, outcome, counts }) => [kind, outcome, today(counts)])).toEqual([
      ['reminder', 'sent', 1],
      ['welcome', 'sent', 2],
    ])
    expect([jobs, problems]).toEqual([[], []])
  })

  it('keeps its numbers over a restart, and counts deleted accounts', async () => {
    const { site, operator } = await startDesk()
    const { browser } = await arrive(site, 'ada')
    await browser.post('/api/account/delete', { username: 'ada' })
    await site.restart()
    const { accounts, newAccounts, deletions } = await overview(operator)
    expect([accounts.all, today(newAccounts), today(deletions)]).toEqual([1, 2, 1])
  })

  it('shows the numbers of yesterday on their own day', async () => {
    const { site, operator } = await startDesk()
    const { newAccounts, days } = await overview(operator)
    const yesterday = days.at(-2) ?? ''
    await site.store.count([{ day: yesterday, key: 'account:new', n: 7 }])
    await site.store.count([{ day: '2020-01-01', key: 'account:new', n: 9 }])
    expect((await overview(operator)).newAccounts.slice(-2)).toEqual([7, today(newAccounts)])
  })

  it('says since when the mail server has been down, until it works again', async () => {
    const { site, operator } = await startDesk()
    await site.jobsDone()
    await site.mail.stop()
    await arrive(site, 'ada')
    await expect
      .poll(async () => wordsIn(await overview(operator)), { timeout: 12_000 })
      .toMatch(/^Mail server down since .*UTC\. Emails are waiting/)
    const told = await overview(operator, 'de')
    expect(wordsIn(told)).toMatch(/^Der Mailserver ist seit .* nicht erreichbar/)
    expect(told.problems).toMatchObject([{ kind: 'mail', since: expect.stringMatching(/Z$/) }])
    expect(told.jobs).toEqual([{ task: 'sendWelcomeEmail', waiting: 1, dead: 0 }])
    await site.mail.start()
    await site.mail.waitFor(({ recipients }) => recipients.includes('ada@example.org'), 30_000)
    await expect.poll(async () => (await overview(operator)).problems).toEqual([])
  }, 60_000)

  it('says that X is out of credit', async () => {
    const env = { WELCOME_TWEET_CONSENT: 'assumed' }
    const { site, operator } = await startDesk({ env })
    site.x.app.hasCredit = false
    await arrive(site, 'grace', 'twitter')
    await expect
      .poll(async () => wordsIn(await overview(operator)), { timeout: 12_000 })
      .toContain('X has been out of credit since')
  })

  it('says which callback URL to register, until a sign-in works', async () => {
    const { site, operator } = await startDesk({ expectedErrors: /register exactly this callback/ })
    site.github.app.isCallbackWrong = true
    await site.visitor().signIn('github', 'ada')
    const { problems } = await overview(operator)
    expect(problems).toMatchObject([
      { kind: 'callback', message: expect.stringContaining(`${site.url}/auth/github/callback`) },
    ])
    expect(problems[0]?.message).toContain('GitHub reports an unregistered callback URL')
    site.github.app.isCallbackWrong = false
    await arrive(site, 'ada')
    expect((await overview(operator)).problems).toEqual([])
  })

  it('counts dead letters among the problems', async () => {
    const { site, operator } = await startDesk({ expectedErrors: /job given up/ })
    await site.jobsDone()
    site.mail.fail({ at: 'rcpt', code: 550 })
    await arrive(site, 'ada')
    await expect
      .poll(async () => (await overview(operator)).problems, { timeout: 12_000 })
      .toMatchObject([
        { kind: 'dead-letters', message: expect.stringContaining('Jobs that failed for good: 1.') },
      ])
  })

  it('warns of a disk that is almost full', async () => {
    expect(diskProblem({ bavail: 199, bsize: 2 ** 20 })).toMatchObject({ kind: 'disk', facts: { free: 199 } })
    expect(diskProblem({ bavail: 200, bsize: 2 ** 20 })).toBeUndefined()
    const { site } = await startDesk()
    expect(await createProblemReader(site.services)(0)).toEqual([])
  })
})
