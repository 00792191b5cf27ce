import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'
import type { AddressAnswer, ErrorAnswer } from '../api.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const MINUTE_MS = 60_000

const ask = (browser: Visitor, email: string) => browser.post('/api/account/address', { email })
const confirm = (browser: Visitor, code: string) => browser.post('/api/account/address/confirm', { code })
const codeOf = async (response: Response) => ((await response.json()) as ErrorAnswer).error.code

const pendingOf = async (browser: Visitor) =>
  ((await (await browser.get('/api/account/address')).json()) as AddressAnswer).pending

/** Signs a person in who has no address at GitHub. */
async function signIn(site: Site, person = 'grace') {
  const browser = site.visitor()
  await browser.signIn('github', person)
  return browser
}

/** The newest code that was mailed to the address. */
async function codeFor(site: Site, address: string) {
  await site.jobsDone()
  const mail = site.mail.mails.findLast(
    ({ subject, recipients }) => subject.includes('is your code') && recipients.includes(address),
  )
  return mail?.subject.slice(0, 6) ?? 'none'
}

/** Deletes the person's account and signs them in again, with a new account. */
async function comeBack(browser: Visitor, person: string, username = person) {
  await browser.post('/api/account/delete', { username })
  await browser.signIn('github', person)
}

const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

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

describe('the address of another account', () => {
  it('is answered like any other, and its owner is told by mail', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('twitter', 'ada')
    await site.jobsDone()
    const browser = await signIn(site)
    const answers = [await ask(browser, 'ada.lovelace@example.org'), await ask(browser, 'free@example.org')]
    const seen = answers.map(({ status, headers }) => [status, [...headers.keys()]])
    expect(seen[0]).toEqual(seen[1])
    expect(await answers[0]?.json()).toEqual({ pending: 'ada.lovelace@example.org' })
    await site.jobsDone()
    const toAda = site.mail.mails.filter(({ recipients }) => recipients.includes('ada.lovelace@example.org'))
    expect(toAda.map(({ subject }) => subject)).toEqual([
      'Welcome to Doorman',
      'You already have an account at Doorman: you sign in with X (Twitter)',
    ])
    expect(toAda[1]?.text).not.toMatch(/confirm#|\d{6}/)
    expect(toAda[1]?.text).toContain(`${site.url}/auth/twitter`)
  })

  it('is looked up by the job, not while the requester waits', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    const { store } = site
    const { find } = store
    let answered = () => {}
    const answer = new Promise<void>((resolve) => {
      answered = resolve
    })
    const lookedUp: string[] = []
    store.find = async (key) => {
      if (!('email' in key)) return find(key)
      await answer
      lookedUp.push(key.email)
      return find(key)
    }
    expect((await ask(browser, 'ada@example.org')).status).toBe(202)
    const [job] = (await site.document()).jobs
    expect(Object.keys(job?.payload ?? {})).toEqual(['userId', 'sealed', 'language'])
    answered()
    await site.jobsDone()
    expect(lookedUp).toEqual(['ada@example.org'])
  })

  it('is refused like a wrong code when another account has verified it meanwhile', async () => {
    const site = await startTestSite()
    const [grace, linus] = [await signIn(site), await signIn(site, 'linus')]
    await ask(grace, 'shared@example.org')
    const codeOfGrace = await codeFor(site, 'shared@example.org')
    await ask(linus, 'shared@example.org')
    expect((await confirm(linus, await codeFor(site, 'shared@example.org'))).status).toBe(204)
    const late = await confirm(grace, codeOfGrace)
    const wrong = await confirm(grace, another(codeOfGrace))
    expect([late.status, await late.text()]).toEqual([wrong.status, await wrong.text()])
    expect(await userOf(grace)).toMatchObject({ email: null })
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
