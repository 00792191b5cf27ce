import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/testSite.ts'

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
    await browser.signIn('twitter', 'ada')
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

  it('says who it does not know', async () => {
    const site = await startTestSite()
    expect(await ask(site, 'nobody@example.org')).toEqual([
      400,
      PLAIN,
      "No user with address 'nobody@example.org' found!",
    ])
  })

  it.each(['', ' ', 'ada', 'ada@', 'a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org'])(
    'says that %j is no address',
    async (email) => {
      const site = await startTestSite()
      expect(await ask(site, email)).toEqual([400, PLAIN, 'Invalid address!'])
    },
  )

  it('does not know a deleted account any more', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.post('/api/account/delete')
    expect((await ask(site, 'ada@example.org'))[2]).toBe("No user with address 'ada@example.org' found!")
  })

  it('says so when a user has no provider connected', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const { findUserByEmail } = site.store
    site.store.findUserByEmail = async (address) => {
      const found = await findUserByEmail(address)
      return found && { ...found, links: [] }
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

  it('takes JSON too', async () => {
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

  it('refuses bodies that are too large or of another kind', async () => {
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

  it('comes through in the end when the mail server is down', async () => {
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

describe('the limits of the reminder', () => {
  it('are 3 an hour for one address, known or not, in any case of letters', async () => {
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

  it('are 20 a minute for one client, whatever it asks', async () => {
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

  it('are off with RATE_LIMITS=off', async () => {
    const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
    for (let count = 0; count < 30; count++) expect((await ask(site, 'x@example.org'))[0]).toBe(400)
  })
})
