import { test as base, expect } from '@playwright/test'
import { type Pair, startPair } from './support/pair.ts'

/** These tests use no page: they send requests to two built servers. */
const test = base.extend<object, { pair: Pair }>({
  pair: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const pair = await startPair({ settings: { RATE_LIMITS: 'on' } })
      await use(pair)
      await pair.close()
    },
    { scope: 'worker' },
  ],
})

test.describe.configure({ mode: 'default' })
test.afterEach(({ pair }) => pair.sendTo())

const countUsers = async ({ ask }: Pair) => (await ask('select count(*)::int as n from users'))[0]?.n

test('a session and a deletion of one server apply at the other server, too', async ({ pair }) => {
  pair.sendTo(0)
  const ada = pair.visitor()
  expect((await ada.signIn('github', 'ada')).headers.get('location')).toBe('/account')
  pair.sendTo(1)
  expect(await (await ada.get('/api/session')).json()).toMatchObject({ user: { username: 'ada' } })
  expect((await ada.post('/api/account/delete', { username: 'ada' })).status).toBe(303)
  for (const index of [0, 1]) {
    pair.sendTo(index)
    expect(await (await ada.get('/api/session')).json()).toMatchObject({ user: null })
  }
  await expect.poll(() => countUsers(pair)).toBe(0)
})

test('a sign-in that starts at one server can end at the other', async ({ pair }) => {
  for (const [provider, person] of [
    ['github', 'ada'],
    ['twitter', 'ada'],
  ] as const) {
    const visitor = pair.visitor()
    pair.sendTo(0)
    const callback = await visitor.choose(await visitor.begin(provider), person)
    pair.sendTo(1)
    expect((await visitor.get(callback)).headers.get('location')).toBe('/account')
    pair.sendTo(0)
    // The same browser loads the callback again, at the other server, and is redirected as before.
    expect((await visitor.get(callback)).headers.get('location')).toBe('/account')
    expect((await pair.visitor().get(callback)).headers.get('location')).toBe('/?error=expired')
  }
})

test('concurrent first sign-ins of one person at both servers create one account', async ({ pair }) => {
  const before = Number(await countUsers(pair))
  const visitors = Array.from({ length: 8 }, () => pair.visitor())
  const callbacks: string[] = []
  for (const visitor of visitors) callbacks.push(await visitor.choose(await visitor.begin('github'), 'grace'))
  const answers = await Promise.all(visitors.map((visitor, index) => visitor.get(callbacks[index] ?? '')))
  expect(answers.map(({ headers }) => headers.get('location'))).toEqual(visitors.map(() => '/account'))
  expect(await countUsers(pair)).toBe(before + 1)
})

test('both servers share the limit of reminders, and send each mail once', async ({ pair }) => {
  const { mail } = pair
  await pair.visitor().signIn('github', 'margaret')
  const answers: number[] = []
  for (let count = 0; count < 4; count++) {
    pair.sendTo(count % 2)
    answers.push((await pair.visitor().post('/api/reminder', { email: 'MARGARET@example.org' })).status)
  }
  expect(answers).toEqual([200, 200, 200, 429])
  const reminders = () =>
    mail.mails.filter(
      ({ subject, recipients }) =>
        recipients.includes('margaret@example.org') && !subject.startsWith('Welcome'),
    )
  await expect.poll(() => reminders().length).toBe(3)
  await expect
    .poll(
      async () =>
        (
          await pair.ask(
            "select count(*)::int as n from graphile_worker.jobs where task_identifier = 'sendReminder'",
          )
        )[0]?.n,
    )
    .toBe(0)
  expect(reminders()).toHaveLength(3)
})

test('while the database is down, the servers answer 503; they recover when it is back', async () => {
  const own = await startPair({ isOwn: true })
  try {
    await own.visitor().signIn('github', 'ada')
    await own.database?.crash()
    const visitor = own.visitor()
    await expect.poll(async () => (await visitor.get('/readyz')).status, { timeout: 2_000 }).toBe(503)
    expect((await visitor.get('/healthz')).status).toBe(200)
    const answer = await visitor.post('/api/reminder', { email: 'ada@example.org' })
    expect([answer.status, await answer.text()]).toEqual([
      503,
      'We cannot save anything right now. Please try again in a minute.',
    ])
    expect(answer.headers.get('retry-after')).not.toBeNull()
    await own.database?.start()
    await expect.poll(async () => (await visitor.get('/readyz')).status, { timeout: 5_000 }).toBe(200)
    expect((await visitor.post('/api/reminder', { email: 'ada@example.org' })).status).toBe(200)
  } finally {
    await own.close()
  }
})

test('no request fails while the servers are replaced one by one', async ({ pair }) => {
  const statuses: number[] = []
  let isOver = false
  const asking = [1, 2, 3, 4].map(async () => {
    const visitor = pair.visitor()
    while (!isOver) statuses.push((await visitor.get('/api/session')).status)
  })
  for (const index of [0, 1]) {
    expect(await pair.stop(index)).toBe(0)
    await pair.start(index)
  }
  isOver = true
  await Promise.all(asking)
  expect(statuses.length).toBeGreaterThan(20)
  expect(statuses.filter((status) => status !== 200)).toEqual([])
})
