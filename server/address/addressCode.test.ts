import { describe, expect, it } from 'vitest'
import {
  another,
  ask,
  codeFor,
  codeOf,
  comeBack,
  confirm,
  pendingOf,
  signIn,
} from '../../e2e/support/testAddress.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const MINUTE_MS = 60_000

describe('a code', () => {
  async function asked(site: Site) {
    const browser = await signIn(site)
    await ask(browser, 'grace@example.org')
    return { browser, code: await codeFor(site, 'grace@example.org') }
  }

  it('can be tried five times', async () => {
    const site = await startTestSite()
    const { browser, code } = await asked(site)
    const cookies = [...browser.cookies]
    expect(await codeOf(await confirm(browser, 'nonsense'))).toBe('not-a-code')
    for (let count = 0; count < 5; count++) {
      expect(await codeOf(await confirm(browser, another(code)))).toBe('wrong-code')
    }
    expect(await codeOf(await confirm(browser, code))).toBe('tried-out')
    expect(await pendingOf(browser)).toBeNull()
    expect(await codeOf(await confirm(browser, code))).toBe('no-code')
    const again = site.visitor()
    for (const [name, value] of cookies) again.cookies.set(name, value)
    expect(await codeOf(await confirm(again, code))).toBe('tried-out')
    expect(await userOf(browser)).toMatchObject({ email: null })
  })

  it('is valid for ten minutes', async () => {
    const site = await startTestSite()
    const { browser, code } = await asked(site)
    site.advance(9 * MINUTE_MS)
    expect(await pendingOf(browser)).toBe('grace@example.org')
    site.advance(1 * MINUTE_MS + 1_000)
    expect(await codeOf(await confirm(browser, code))).toBe('no-code')
  })

  it('is not mailed when the mail server recovers too late', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    await site.mail.stop()
    await ask(browser, 'grace@example.org')
    await expect.poll(async () => (await site.document()).jobs[0]?.reason).toContain('ECONNREFUSED')
    site.advance(11 * MINUTE_MS)
    await site.mail.start()
    await site.jobsDone()
    expect(site.mail.mails).toEqual([])
  })

  it('is valid only in the session that requested it, not even in another of the same person', async () => {
    const site = await startTestSite()
    const { browser, code } = await asked(site)
    const pending = browser.cookies.get('address') ?? ''
    const others = [await signIn(site), await signIn(site, 'linus')]
    for (const other of others) {
      other.cookies.set('address', pending)
      expect(await pendingOf(other)).toBeNull()
      expect(await codeOf(await confirm(other, code))).toBe('no-code')
    }
    expect((await confirm(browser, code)).status).toBe(204)
  })

  it('works once: sending the old cookie again changes nothing', async () => {
    const site = await startTestSite()
    const { browser, code } = await asked(site)
    const again = site.visitor()
    for (const [name, value] of browser.cookies) again.cookies.set(name, value)
    await confirm(browser, code)
    await ask(browser, 'hopper@example.org')
    await confirm(browser, await codeFor(site, 'hopper@example.org'))
    expect(await codeOf(await confirm(again, code))).toBe('wrong-code')
    expect(await userOf(browser)).toMatchObject({ email: 'hopper@example.org' })
  })

  it('is void after the next request, after cancelling, and after signing out', async () => {
    const site = await startTestSite()
    const { browser, code } = await asked(site)
    await ask(browser, 'hopper@example.org')
    const next = await codeFor(site, 'hopper@example.org')
    if (next !== code) expect(await codeOf(await confirm(browser, code))).toBe('wrong-code')
    await browser.fetch('/api/account/address', { method: 'DELETE' })
    expect(await codeOf(await confirm(browser, next))).toBe('no-code')
    await ask(browser, 'hopper@example.org')
    expect(browser.cookies.has('address')).toBe(true)
    await browser.get('/logout')
    expect(browser.cookies.has('address')).toBe(false)
  })

  it('is limited to five an hour for one person, and to three of these for one address', async () => {
    const site = await startTestSite()
    const [grace, linus] = [await signIn(site), await signIn(site, 'linus')]
    for (const email of ['a@example.org', 'a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'])
      expect((await ask(grace, email)).status).toBe(202)
    const answer = await ask(grace, 'e@example.org')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    // Grace's requests do not keep another person from an address that may be theirs.
    for (const email of ['A@example.org', 'a@example.org', 'a@example.org'])
      expect((await ask(linus, email)).status).toBe(202)
    expect((await ask(linus, 'a@example.org')).status).toBe(429)
  })
})

describe('the limit of codes', () => {
  it('counts by identity, so deleting the account and coming back does not reset it', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    for (let round = 0; round < 5; round++) {
      expect((await ask(browser, `stranger${round}@example.org`)).status).toBe(202)
      if (round % 2 === 1) await comeBack(browser, 'grace')
    }
    await comeBack(browser, 'grace')
    expect(await userOf(browser)).not.toBeNull()
    expect((await ask(browser, 'stranger5@example.org')).status).toBe(429)
  })
})

describe('the mail with the code', () => {
  it('contains nothing that the requester chose, not even in a header', async () => {
    const site = await startTestSite()
    const { github } = site.people.find(({ key }) => key === 'grace') ?? {}
    const words = 'Konto gesperrt. Call +1 900 555, evil。com now'
    if (github) Object.assign(github, { name: words, login: 'evil-login' })
    const person = site.people.find(({ key }) => key === 'grace')
    if (person) person.name = words
    const browser = await signIn(site)
    expect((await userOf(browser))?.username).toBe('evil-login')
    await ask(browser, 'victim@example.org')
    await site.jobsDone()
    const [mail] = site.mail.mails
    expect(mail?.recipients).toEqual(['victim@example.org'])
    for (const text of [mail?.raw, mail?.text, mail?.html]) expect(text).not.toMatch(/gesperrt|900|evil/i)
    expect(mail?.raw).toMatch(/^To: victim@example\.org\r?$/m)
    expect(mail?.text).toMatch(/^Hello,/)
    expect(mail?.text).toMatch(/^\d{6}$/m)
  })
})
