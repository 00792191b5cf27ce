import { describe, expect, it } from 'vitest'
import { arrive, codeOf, type Desk, personAt, startDesk, wordsOf } from '../../e2e/support/testDesk.ts'
import type { DeskJob, JobsAnswer } from '../deskApi.ts'
import { cursorOf } from './cursor.ts'

const JOBS = '/api/desk/jobs'

type Operator = ReturnType<Desk['visitor']>

async function list(operator: Operator, query = ''): Promise<JobsAnswer> {
  const answer = await operator.get(`${JOBS}${query}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as JobsAnswer
}

/** A desk where the mail server has permanently refused the welcome mails of these people. */
async function startWithDead(...keys: string[]) {
  const { site, operator } = await startDesk({ expectedErrors: /job given up/ })
  await site.jobsDone()
  site.mail.fail({ at: 'rcpt', code: 550 })
  const people: Awaited<ReturnType<typeof arrive>>[] = []
  for (const key of keys) people.push(await arrive(site, key))
  await expect.poll(() => site.services.queue.countDead(), { timeout: 12_000 }).toBe(keys.length)
  site.mail.fail(undefined)
  const { jobs } = await list(operator, '?state=dead')
  return { site, operator, people, jobs }
}

describe('the jobs at the desk', () => {
  it('are listed with what they wait for, and dead letters with the reason', async () => {
    const { site, operator, people, jobs } = await startWithDead('ada')
    expect(jobs).toEqual([
      {
        id: expect.any(String),
        task: 'sendWelcomeEmail',
        userId: people[0]?.id ?? null,
        state: 'dead',
        reason: expect.stringContaining('the mail server refused'),
        attempts: 1,
        runAt: expect.stringMatching(/Z$/),
        enqueuedAt: expect.stringMatching(/Z$/),
      } satisfies DeskJob,
    ])
    expect(JSON.stringify(jobs)).not.toContain('ada@example.org')
    await site.mail.stop()
    await arrive(site, 'barbara')
    await expect
      .poll(async () => (await list(operator)).jobs, { timeout: 12_000 })
      .toMatchObject([
        { task: 'sendWelcomeEmail', state: 'waiting', reason: expect.stringContaining('cannot be used') },
      ])
    expect((await list(operator, '?state=waiting&task=other')).jobs).toEqual([])
    expect(await codeOf(operator.get(`${JOBS}?state=done`))).toBe('400 bad-query')
    for (const after of ['nonsense', ...[1.5, 1e300].map((at) => cursorOf({ at, id: '1' }))])
      expect(await codeOf(operator.get(`${JOBS}?after=${after}`))).toBe('400 bad-query')
  }, 40_000)

  it('are listed page by page', async () => {
    const { site, operator } = await startDesk()
    const runAt = Date.now() + 3_600_000
    const ids = Array.from({ length: 120 }, (_, n) => `job-${String(n).padStart(3, '0')}`)
    await site.services.queue.add(
      ids.map((id) => ({ id, task: 'sendFarewell', payload: {}, userId: null, runAt })),
    )
    const seen: string[] = []
    let next: JobsAnswer['next'] = ''
    while (next !== null) {
      const page: JobsAnswer = await list(operator, `?task=sendFarewell&after=${next}`)
      seen.push(...page.jobs.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toEqual(ids)
  })

  it('are retried once, by the first operator, and the person sees that', async () => {
    const { site, operator, people, jobs } = await startWithDead('ada')
    await site.mail.stop()
    const retry = () => operator.post(`${JOBS}/${jobs[0]?.id}/retry`)
    const answers = await Promise.all([retry(), retry()])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    const second = answers.find(({ status }) => status === 409)
    expect(second && (await wordsOf(second))).toContain('retried already')
    expect(await codeOf(operator.post(`${JOBS}/${jobs[0]?.id}/discard`))).toBe('409 waiting')
    await site.mail.start()
    await site.mail.waitFor(({ recipients }) => recipients.includes('ada@example.org'), 30_000)
    await site.jobsDone()
    expect(await codeOf(retry())).toBe('404 gone')
    const { events } = await personAt(operator, people[0]?.id ?? '')
    const done = events.filter(({ what }) => what === 'operator-retry')
    expect(done).toMatchObject([{ by: 'operator', note: 'sendWelcomeEmail' }])
  }, 40_000)

  it('are discarded, one by one or all of a task', async () => {
    const { operator, people, jobs } = await startWithDead('ada', 'barbara', 'katherine')
    expect(jobs).toHaveLength(3)
    const discard = () => operator.post(`${JOBS}/${jobs[0]?.id}/discard`)
    expect(await codeOf(discard())).toBe('204')
    expect(await codeOf(discard())).toBe('404 gone')
    expect(await codeOf(operator.post(`${JOBS}/discard`))).toBe('400 no-task')
    expect(await codeOf(operator.post(`${JOBS}/discard`, { task: 'other' }))).toBe('204')
    expect((await list(operator, '?state=dead')).jobs).toHaveLength(2)
    expect(await codeOf(operator.post(`${JOBS}/discard`, { task: 'sendWelcomeEmail' }))).toBe('204')
    expect((await list(operator, '?state=dead')).jobs).toEqual([])
    const { events } = await personAt(operator, people[1]?.id ?? '')
    expect(events[0]).toMatchObject({ what: 'operator-discard', by: 'operator' })
  })

  it('are retried all of a task at once', async () => {
    const { site, operator } = await startWithDead('ada', 'barbara')
    expect(await codeOf(operator.post(`${JOBS}/retry`, { task: 'sendWelcomeEmail' }))).toBe('204')
    await site.mail.waitFor(({ recipients }) => recipients.includes('ada@example.org'), 15_000)
    await site.mail.waitFor(({ recipients }) => recipients.includes('barbara@example.org'), 15_000)
    expect((await list(operator, '?state=dead')).jobs).toEqual([])
  })
})

describe('a tweet with an unknown outcome', () => {
  async function startUnknown() {
    const env = { WELCOME_TWEET_CONSENT: 'assumed', WELCOME_TWEET: 'I am in!' }
    const { site, operator } = await startDesk({ env, expectedErrors: /X may have posted or not/ })
    site.x.faults.set('/2/tweets', { kind: 'down' })
    const { id, browser } = await arrive(site, 'grace', 'twitter')
    await site.jobsDone()
    site.x.faults.clear()
    const settle = (posted: string) => operator.post(`/api/desk/tweets/${id}/19061209/settle`, { posted })
    return { site, operator, id, browser, settle }
  }

  it('was posted according to the operator, and nothing is posted again', async () => {
    const { site, operator, id, settle } = await startUnknown()
    expect((await personAt(operator, id)).consents).toMatchObject([{ state: 'unknown' }])
    expect(await codeOf(settle('perhaps'))).toBe('400 posted-invalid')
    const answers = await Promise.all([settle('yes'), settle('no')])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect(await codeOf(settle('yes'))).toBe('409 settled')
    expect(await codeOf(operator.post(`/api/desk/tweets/${id}/1/settle`, { posted: 'yes' }))).toBe(
      '404 no-tweet',
    )
    for (const posted of ['yes', 'perhaps'])
      expect(await codeOf(operator.post('/api/desk/tweets/nobody/1/settle', { posted }))).toBe(
        '404 no-person',
      )
    await site.jobsDone()
    expect(site.x.tweets).toEqual([])
    expect(JSON.stringify(site.lines)).not.toContain('19061209/settle')
  })

  it('was not posted, and is offered again', async () => {
    const { site, operator, id, browser, settle } = await startUnknown()
    expect(await codeOf(settle('no'))).toBe('204')
    const { consents, events } = await personAt(operator, id)
    expect(consents).toMatchObject([{ state: 'dropped' }])
    expect(events[0]).toMatchObject({ what: 'operator-tweet', outcome: 'not-posted', by: 'operator' })
    const session = (await (await browser.get('/api/session')).json()) as { user: { tweetOffer: string } }
    expect(session.user.tweetOffer).toBe('I am in!')
    expect((await browser.post('/api/welcome-tweet', { text: 'Really in!' })).status).toBe(202)
    await expect.poll(() => site.x.tweets.length, { timeout: 10_000 }).toBe(1)
  })
})
