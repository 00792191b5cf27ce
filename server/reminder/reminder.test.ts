import { describe, expect, it } from 'vitest'
import { newDatabase } from '../../e2e/support/testDatabase.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { Wire } from '../../e2e/support/wire.ts'

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

  it('answers a GET with the same words while the store is unavailable, whoever is signed in', async () => {
    const wire = await Wire.lay(await newDatabase({ isMigrated: true }))
    const site = await startTestSite({ env: { DATABASE_URL: wire.url }, expectedErrors: /./ })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await wire.close()
    expect((await browser.get('/api/session')).status).toBe(503)
    const answer = await browser.get('/api/reminder')
    expect([answer.status, await answer.text()]).toEqual([403, 'Not a POST'])
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('answers %s of another site with the same words', async (method) => {
    const site = await startTestSite()
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    const response = await site.visitor().fetch('/api/reminder', { method, headers })
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

  it('accepts a form in multipart as well', async () => {
    const site = await startTestSite()
    const ask = async (...emails: string[]) => {
      const body = new FormData()
      for (const email of emails) body.append('email', email)
      return (await site.visitor().fetch('/api/reminder', { method: 'POST', body })).text()
    }
    expect(await ask(' jörg@example.org ')).toBe("No user with address 'jörg@example.org' found!")
    expect(await ask('a@example.org', 'b@example.org')).toBe('Invalid address!')
    expect(await ask()).toBe('Invalid address!')
  })

  it.each([
    ['too large', new URLSearchParams({ email: 'a'.repeat(17_000) })],
    ['plain text', 'email=ada@example.org'],
    ['bytes without a type', new TextEncoder().encode('email=ada@example.org')],
  ])('finds no address in a body that is %s', async (_, body) => {
    const site = await startTestSite()
    const response = await site.visitor().fetch('/api/reminder', { method: 'POST', body })
    const type = response.headers.get('content-type')
    expect([response.status, type, await response.text()]).toEqual([400, PLAIN, 'Invalid address!'])
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
