import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const ask = async (site: Site, email: string, headers: HeadersInit = {}) => {
  const response = await site.visitor().post('/api/reminder', { email }, headers)
  return [response.status, response.headers.get('content-type'), await response.text()]
}
const PLAIN = 'text/plain; charset=utf-8'

describe('the reminder', () => {
  it('mails the list of all connected providers to the address of the account', async () => {
    const site = await startTestSite({ env: { SITE_NAME: 'Difio' } })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', '?connect')
    expect(await ask(site, ' ADA@example.org ')).toEqual([200, PLAIN, "Reminder sent to 'ADA@example.org'"])

    const mail = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
    expect(mail).toMatchObject({
      recipients: ['ada@example.org'],
      subject: 'You sign in to Difio with GitHub and X (Twitter)',
    })
    for (const body of [mail.text, mail.html]) {
      for (const part of ['GitHub', 'X (Twitter)', `${site.url}/auth/github`, `${site.url}/auth/twitter`]) {
        expect(body).toContain(part)
      }
    }
  })

  it('says when it does not know the address', async () => {
    const site = await startTestSite()
    expect(await ask(site, 'nobody@example.org')).toEqual([
      400,
      PLAIN,
      "No user with address 'nobody@example.org' found!",
    ])
  })

  it.each(['', ' ', 'ada', 'ada@', 'a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org'])(
    'says that %j is not an address',
    async (email) => {
      const site = await startTestSite()
      expect(await ask(site, email)).toEqual([400, PLAIN, 'Invalid address!'])
    },
  )

  it('does not know a deleted account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.post('/api/account/delete', { username: 'ada' })
    expect((await ask(site, 'ada@example.org'))[2]).toBe("No user with address 'ada@example.org' found!")
  })

  it.each(['plain', 'private'])('does not know a locked account, and sends it no mail: %s', async (mode) => {
    const site = await startTestSite({ env: { REMINDER_ANSWERS: mode } })
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    const [account] = (await site.document()).accounts
    const lock = { at: new Date().toISOString(), reason: 'spam' }
    await site.store.change(account?.user.id ?? '', (state) => ({
      account: { ...state.account, user: { ...state.account.user, lock } },
      result: undefined,
    }))
    const [status] = await ask(site, 'ada@example.org')
    expect(status).toBe(mode === 'plain' ? 400 : 200)
    await site.jobsDone()
    const { events } = await site.document()
    expect(events.at(-1)).toMatchObject({ what: 'reminder', outcome: 'unknown', userId: null })
    expect(site.mail.mails.filter(({ subject }) => subject.includes('You sign in'))).toEqual([])
  })

  it('says that a user has no provider connected', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const { find } = site.store
    site.store.find = async (key) => {
      const found = await find(key)
      return found && { ...found, connections: [] }
    }
    expect(await ask(site, 'ada@example.org')).toEqual([
      400,
      PLAIN,
      'User found but no social providers found!',
    ])
  })

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('answers %s with "Not a POST"', async (method) => {
    const site = await startTestSite()
    const response = await site.visitor().fetch('/api/reminder', { method })
    expect([response.status, await response.text()]).toEqual([403, 'Not a POST'])
  })

  it('accepts JSON as well', async () => {
    const site = await startTestSite()
    const post = (body: string) =>
      site
        .visitor()
        .fetch('/api/reminder', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    expect(await (await post('{"email":"a@example.org"}')).text()).toBe(
      "No user with address 'a@example.org' found!",
    )
    for (const body of [
      '{"email":5}',
      '{"email":["a@example.org"]}',
      '{"email":',
      '[]',
      '"x"',
      'null',
      '{"__proto__":{"email":"a@example.org"}}',
    ]) {
      const response = await post(body)
      expect([response.status, await response.text()], body).toEqual([400, 'Invalid address!'])
    }
  })

  it('refuses bodies that are too large or of another type', async () => {
    const site = await startTestSite()
    const large = await site.visitor().post('/api/reminder', { email: 'a'.repeat(17_000) })
    expect(large.status).toBe(413)
    const multipart = new FormData()
    multipart.set('email', 'ada@example.org')
    expect((await site.visitor().fetch('/api/reminder', { method: 'POST', body: multipart })).status).toBe(
      415,
    )
  })

  it('is refused to other sites', async () => {
    const site = await startTestSite()
    expect((await ask(site, 'ada@example.org', { 'Sec-Fetch-Site': 'cross-site' }))[0]).toBe(403)
    expect((await ask(site, 'ada@example.org', { Origin: 'https://evil.example' }))[0]).toBe(403)
  })

  it('arrives in the end when the mail server was down', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    await site.mail.stop()
    expect((await ask(site, 'ada@example.org'))[0]).toBe(200)
    await site.mail.start()
    await site.mail.waitFor(({ subject }) => subject.includes('You sign in'), 10_000)
  })
})

describe('private answers', () => {
  it('are the same whether or not the address is known, and only the known one gets a mail', async () => {
    const site = await startTestSite({ env: { REMINDER_ANSWERS: 'private' } })
    await site.visitor().signIn('github', 'ada')
    const words = (address: string) => [
      200,
      PLAIN,
      `If an account uses '${address}', a reminder is on its way.`,
    ]
    expect(await ask(site, 'ada@example.org')).toEqual(words('ada@example.org'))
    expect(await ask(site, 'bob@example.org')).toEqual(words('bob@example.org'))
    await site.jobsDone()
    const reminders = site.mail.mails.filter(({ subject }) => subject.includes('You sign in'))
    expect(reminders.map(({ recipients }) => recipients)).toEqual([['ada@example.org']])
  })
})

describe('a private answer', () => {
  const PRIVATE = { env: { REMINDER_ANSWERS: 'private' } }

  it('is the same in all its headers', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    const headersFor = async (email: string) => {
      const { headers } = await site.visitor().post('/api/reminder', { email })
      const { date: _, ...others } = Object.fromEntries(headers)
      return others
    }
    expect(await headersFor('ada@example.org')).toEqual(await headersFor('bob@example.org'))
  })

  it('is sent before the address is looked up', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    const lookedUp: string[] = []
    const { find } = site.store
    site.store.find = (key) => {
      if ('email' in key) lookedUp.push(key.email)
      return find(key)
    }
    const payloads = async (email: string) => {
      await ask(site, email)
      expect(lookedUp).toEqual([])
      const [{ id: _, payload, ...job } = {} as never] = (await site.document()).jobs
      return { ...job, payload: Object.keys(payload).map((name) => [name, payload[name]?.length]) }
    }
    const known = await payloads('ada@example.org')
    expect(known).toMatchObject({ task: 'sendReminder', userId: null })
    await site.jobsDone()
    expect(lookedUp.splice(0)).toEqual(['ada@example.org'])
    const unknown = await payloads('bob@example.org')
    const times = { runAt: 0, enqueuedAt: 0 }
    expect({ ...unknown, ...times }).toEqual({ ...known, ...times })
  })

  it('is followed by its job at a random time', async () => {
    const site = await startTestSite(PRIVATE)
    const delays = []
    for (let count = 0; count < 10; count++) await ask(site, `n${count}@example.org`)
    for (const { runAt, enqueuedAt } of (await site.document()).jobs) delays.push(runAt - enqueuedAt)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(400)
    expect(new Set(delays).size).toBeGreaterThan(5)
  })

  it('is sent, and the mail arrives in the end, when the mail server was down', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    await site.mail.stop()
    expect((await ask(site, 'ada@example.org'))[0]).toBe(200)
    expect((await ask(site, 'bob@example.org'))[0]).toBe(200)
    await site.mail.start()
    await site.mail.waitFor(({ subject }) => subject.includes('You sign in'), 12_000)
  })
})

describe('the limits of the reminder', () => {
  it('are 3 an hour for one address, known or not, in any case', async () => {
    const site = await startTestSite()
    for (const email of ['x@example.org', 'X@example.org', 'x@EXAMPLE.org']) {
      expect((await ask(site, email))[0]).toBe(400)
    }
    const response = await site.visitor().post('/api/reminder', { email: 'x@example.org' })
    expect([response.status, await response.text()]).toEqual([
      429,
      'Too many reminders! Try again in 60 minutes.',
    ])
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3_500)
  })

  it('are 20 a minute for one client, for any addresses', async () => {
    const site = await startTestSite()
    for (let count = 0; count < 20; count++) expect((await ask(site, `n${count}@example.org`))[0]).toBe(400)
    expect((await ask(site, 'another@example.org')).slice(0, 1)).toEqual([429])
    const others = { 'X-Forwarded-For': '192.0.2.1' }
    expect((await ask(site, 'another@example.org', others))[0]).toBe(429)
  })

  it('count the client that a trusted proxy names', async () => {
    const site = await startTestSite({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
    for (let count = 0; count < 21; count++) {
      const from = { 'X-Forwarded-For': `192.0.2.${count}` }
      expect((await ask(site, `n${count}@example.org`, from))[0]).toBe(400)
    }
  })

  it('survive a restart', async () => {
    const site = await startTestSite()
    for (let count = 0; count < 3; count++) await ask(site, 'x@example.org')
    await site.restart()
    expect((await ask(site, 'x@example.org'))[0]).toBe(429)
    for (let count = 0; count < 17; count++) expect((await ask(site, `n${count}@example.org`))[0]).toBe(400)
    await site.restart()
    expect((await ask(site, 'another@example.org'))[0]).toBe(429)
  })

  it('hold for any period of an hour, not only for hours of the clock', async () => {
    const site = await startTestSite()
    const statusAfter = async (minutes: number) => {
      site.advance(minutes * 60_000)
      return (await ask(site, 'x@example.org'))[0]
    }
    const waits = [0, 58, 1, 2, 1, 54, 3, 2]
    const statuses = []
    for (const minutes of waits) statuses.push(await statusAfter(minutes))
    expect(statuses).toEqual([400, 400, 400, 400, 429, 429, 400, 400])
  })

  it('are the same for every spelling of an address', async () => {
    const site = await startTestSite()
    const clothes = ['x@example.org', ' X@Example.ORG ', 'ｘ@example.org']
    for (const email of clothes) expect((await ask(site, email))[0]).toBe(400)
    expect((await ask(site, 'x@ｅxample.org'))[0]).toBe(429)
  })

  it('give the same answer for known and unknown addresses', async () => {
    for (const mode of ['plain', 'private']) {
      const site = await startTestSite({ env: { REMINDER_ANSWERS: mode } })
      await site.visitor().signIn('github', 'ada')
      const limited = async (email: string) => {
        for (let count = 0; count < 3; count++) await ask(site, email)
        const response = await site.visitor().post('/api/reminder', { email })
        const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(response.headers)
        return { status: response.status, headers, text: await response.text() }
      }
      const known = await limited('ada@example.org')
      expect(known.status).toBe(429)
      expect(await limited('bob@example.org')).toEqual(known)
    }
  })

  it('leave no address in the data file, known or not', async () => {
    const site = await startTestSite({ env: { REMINDER_ANSWERS: 'private' } })
    await ask(site, 'stranger@example.net')
    expect(await site.dump()).not.toContain('stranger')
    await site.jobsDone()
    expect(await site.dump()).not.toContain('stranger')
  })

  it('are at most 3 mails an hour to one address, from any source', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    for (let count = 0; count < 3; count++) await site.visitor().signIn('twitter', 'margaret')
    for (let count = 0; count < 3; count++) await ask(site, 'margaret@example.org')
    for (let count = 0; count < 3; count++) await site.visitor().signIn('twitter', 'margaret')
    await site.restart()
    await site.visitor().signIn('twitter', 'margaret')
    await site.jobsDone()
    const reminders = () => site.mail.mails.filter(({ subject }) => subject.includes('You sign in'))
    expect(reminders()).toHaveLength(3)
    site.advance(3_600_001)
    await ask(site, 'margaret@example.org')
    await site.jobsDone()
    expect(reminders()).toHaveLength(4)
  })

  it('count a retried mail once', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    site.mail.fail({ at: 'rcpt', code: 451 })
    await ask(site, 'ada@example.org')
    await expect.poll(async () => (await site.document()).jobs[0]?.reason).toContain('451')
    site.mail.fail(undefined)
    await ask(site, 'ada@example.org')
    await ask(site, 'ada@example.org')
    await site.jobsDone()
    expect(site.mail.mails.filter(({ subject }) => subject.includes('You sign in'))).toHaveLength(3)
  })

  it('are off with RATE_LIMITS=off', async () => {
    const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
    for (let count = 0; count < 30; count++) expect((await ask(site, 'x@example.org'))[0]).toBe(400)
  })
})
