import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { ask, codeFor, codeOf, confirm, pendingOf, signIn } from '../../e2e/support/testAddress.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const MINUTE_MS = 60_000

describe('an address that the provider does not send', () => {
  it('is requested, verified with the code in the mail, and welcomed once', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    const answer = await ask(browser, ' grace@example.org ')
    expect([answer.status, await answer.json()]).toEqual([202, { pending: 'grace@example.org' }])
    expect(await pendingOf(browser)).toBe('grace@example.org')
    const code = await codeFor(site, 'grace@example.org')
    expect((await confirm(browser, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(204)
    expect(await userOf(browser)).toMatchObject({ email: 'grace@example.org', emailVerified: true })
    expect(await pendingOf(browser)).toBeNull()
    await site.mail.waitFor(({ subject }) => subject === 'Welcome to Doorman')

    await ask(browser, 'hopper@example.org')
    expect((await confirm(browser, await codeFor(site, 'hopper@example.org'))).status).toBe(204)
    await site.jobsDone()
    expect(site.mail.mails.filter(({ subject }) => subject.startsWith('Welcome'))).toHaveLength(1)
    const { events } = await site.document()
    expect(events.map(({ what, outcome }) => [what, outcome])).toEqual([
      ['sign-in', 'done'],
      ['address', 'done'],
      ['address', 'done'],
    ])
  })

  it('is nowhere in the data file, the log or a cookie until it is verified', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    await site.mail.stop()
    await ask(browser, 'grace@example.org')
    const kept = (await site.dump()) + JSON.stringify(site.lines) + [...browser.cookies].join()
    expect((await site.document()).jobs).toMatchObject([{ task: 'sendAddressCode' }])
    await site.mail.start()
    const code = await codeFor(site, 'grace@example.org')
    expect(kept).not.toContain('grace@example.org')
    expect(kept).not.toContain(code)
    expect(await site.dump()).not.toContain('grace@example.org')
    expect(await userOf(browser)).toMatchObject({ email: null })
  })

  it('gets a link whose code reaches no server, and which verifies nothing by itself', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    await ask(browser, 'grace@example.org')
    const code = await codeFor(site, 'grace@example.org')
    const [mail] = site.mail.mails
    expect(mail?.text).toContain(`${site.url}/confirm#code=${code}`)
    for (const method of ['GET', 'HEAD']) {
      await browser.fetch(`/confirm#code=${code}`, { method })
      await browser.fetch(`/api/account/address/confirm?code=${code}`, { method })
    }
    expect(await userOf(browser)).toMatchObject({ email: null })
  })

  it.each(['', 'grace', 'grace@example', 'a@example.org, b@example.org'])(
    'is refused when it is not valid: %j',
    async (email) => {
      const site = await startTestSite()
      const answer = await ask(await signIn(site), email)
      expect([answer.status, await codeOf(answer)]).toEqual([400, 'invalid'])
      expect((await site.document()).jobs).toEqual([])
    },
  )

  it('can be requested only when signed in', async () => {
    const site = await startTestSite()
    const stranger = site.visitor()
    expect((await ask(stranger, 'grace@example.org')).status).toBe(401)
    expect((await confirm(stranger, '123456')).status).toBe(401)
    expect((await stranger.get('/api/account/address')).status).toBe(401)
  })
})

describe('changing the address', () => {
  it('needs a recent sign-in, for the request and for the code', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    site.advance(115 * MINUTE_MS)
    expect((await ask(browser, 'grace@example.org')).status).toBe(202)
    const code = await codeFor(site, 'grace@example.org')
    site.advance(6 * MINUTE_MS)
    for (const answer of [await confirm(browser, code), await ask(browser, 'hopper@example.org')])
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'sign-in-again'])
    expect(await userOf(browser)).toMatchObject({ email: null })
    await browser.signIn('github', 'grace')
    expect((await ask(browser, 'hopper@example.org')).status).toBe(202)
  })

  it('fails after the requesting session has ended', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    await ask(browser, 'grace@example.org')
    const code = await codeFor(site, 'grace@example.org')
    const { change } = site.store
    // The session ends after the request was admitted and before the decision.
    site.store.change = async (userId, decide) => {
      site.store.change = change
      const [session] = await site.store.sessionsOf(userId)
      await change(userId, () => ({ ends: [session?.idHash ?? ''], result: undefined }))
      return change(userId, decide)
    }
    expect((await confirm(browser, code)).status).toBe(400)
    expect((await site.document()).accounts[0]?.user.email).toBeNull()
  })
})

/** Whether the text is the mail to a former address of the account. */
const isChange = (text: string) => text.includes('has another email now')

describe('an existing address', () => {
  it('is refused when it is the account’s own, in any spelling', async () => {
    const site = await startTestSite()
    const browser = await signIn(site, 'ada')
    const answer = await ask(browser, 'ADA@example.org')
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'own-address'])
  })

  it('is told of its replacement but not of the new address, which gets a mail as well', async () => {
    const site = await startTestSite()
    const browser = await signIn(site, 'ada')
    await ask(browser, 'countess@example.org')
    expect((await confirm(browser, await codeFor(site, 'countess@example.org'))).status).toBe(204)
    await site.jobsDone()
    const changes = site.mail.mails.filter(({ text }) => text.includes('here from now on') || isChange(text))
    expect(changes.flatMap(({ recipients }) => recipients).sort()).toEqual([
      'ada@example.org',
      'countess@example.org',
    ])
    const old = changes.find(({ recipients }) => recipients.includes('ada@example.org'))
    // The mail contains nothing that an intruder could have chosen: neither the new address nor a name.
    expect(old?.raw).not.toMatch(/countess|lovelace/i)
    expect(old?.text).toMatch(/If that wasn’t you, .*sign out the other devices/)
    expect(old?.text).toContain('reply to this email')
  })

  it('gets the farewell when the account is deleted right after the change', async () => {
    const site = await startTestSite()
    const browser = await signIn(site, 'ada')
    await ask(browser, 'countess@example.org')
    const code = await codeFor(site, 'countess@example.org')
    await site.mail.stop()
    expect((await confirm(browser, code)).status).toBe(204)
    await browser.post('/api/account/delete', { username: 'ada' })
    await site.mail.start()
    await site.jobsDone()
    const farewells = site.mail.mails.filter(({ subject }) => subject.includes('is deleted'))
    expect(farewells.flatMap(({ recipients }) => recipients).sort()).toEqual([
      'ada@example.org',
      'countess@example.org',
    ])
  })

  it('is told of its replacement even when it existed only for a moment', async () => {
    const site = await startTestSite()
    const browsers = [await signIn(site, 'ada'), await signIn(site, 'ada')]
    const addresses = ['countess@example.org', 'byron@example.org']
    await Promise.all(browsers.map((browser, index) => ask(browser, addresses[index] ?? '')))
    const codes = await Promise.all(addresses.map((address) => codeFor(site, address)))
    const answers = await Promise.all(browsers.map((browser, index) => confirm(browser, codes[index] ?? '')))
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    await site.jobsDone()
    const { email } = (await userOf(browsers[0] as Visitor)) ?? {}
    const told = site.mail.mails.filter(({ text }) => isChange(text)).flatMap(({ recipients }) => recipients)
    const gone = ['ada@example.org', ...addresses.filter((address) => address !== email)]
    expect([...new Set(told)].sort()).toEqual(gone.sort())
  })

  it('stays when the provider sends another one', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    await ask(browser, 'grace@example.org')
    await confirm(browser, await codeFor(site, 'grace@example.org'))
    const { github } = site.people.find(({ key }) => key === 'grace') ?? {}
    github?.emails.push({ email: 'navy@example.org', primary: true, verified: true })
    await browser.signIn('github', 'grace')
    expect(await userOf(browser)).toMatchObject({ email: 'grace@example.org' })
  })
})
