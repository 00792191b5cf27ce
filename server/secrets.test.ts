import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Visitor } from '../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const OLD = 'the-old-secret-of-thirty-two-letters'
const NEW = 'the-new-secret-of-thirty-two-letters'

/**
 * Signs a person in with both providers. Returns everything that is secret, and everything that the site then
 * shows.
 */
async function signInEverywhere(site: Site) {
  const browser = site.visitor()
  const secrets = new Map<string, string>([['SECRET', 'x'.repeat(32)]])
  const shown: string[] = []
  for (const provider of ['github', 'twitter']) {
    const page = await browser.begin(provider)
    for (const [name, value] of secretCookies(browser)) secrets.set(`cookie ${name}`, value)
    for (const [name, value] of new URL(page).searchParams) {
      if (/state|oauth_token|code_challenge$/.test(name)) secrets.set(`${provider} ${name}`, value)
    }
    const callback = await browser.choose(page, 'ada')
    for (const [name, value] of new URL(callback).searchParams) secrets.set(`${provider} ${name}`, value)
    const answers = [await browser.get(callback), await browser.get(callback)]
    for (const answer of answers) shown.push(await answer.text(), answer.headers.get('location') ?? '')
    for (const [name, value] of secretCookies(browser)) secrets.set(`cookie ${name}, ${provider}`, value)
  }
  for (const token of [...site.github.tokens.keys(), ...site.x.tokens.keys()])
    secrets.set(`token ${token}`, token)
  for (const { secret } of site.x.tokens.values()) secrets.set(`token secret ${secret}`, secret)
  return { browser, secrets, shown }
}

function expectNone(secrets: ReadonlyMap<string, string>, text: string, where: string): void {
  for (const [name, secret] of secrets) expect(text.includes(secret), `${name} in ${where}`).toBe(false)
}

/** All cookies except the last-used provider, which pages read. */
function secretCookies({ cookies }: Visitor) {
  return [...cookies].filter(([name]) => name !== 'last-provider')
}

describe('no secret', () => {
  it('is in the log, in an answer or in a mail, or readable in the data file', async () => {
    const site = await startTestSite({ expectedErrors: /./ })
    const { browser, secrets, shown } = await signInEverywhere(site)
    // Error messages often quote the request.
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 403, body: '{"detail":"no"}' })
    await browser.post('/api/welcome-tweet', { text: 'hello' })
    secrets.set('what a provider echoes', 'gho_0123456789abcdefghij')
    const echo = { kind: 'answer', status: 500, body: 'bad token gho_0123456789abcdefghij' } as const
    site.github.faults.set('/api/v3/user', echo)
    site.x.faults.set('/oauth/access_token', echo)
    for (const provider of ['github', 'twitter']) {
      const answer = await site.visitor().signIn(provider, 'ada')
      shown.push(await answer.text())
    }
    await site.jobsDone()
    for (const path of ['/api/session', '/api/account/events', '/', '/readyz', '/api/nothing']) {
      const answer = await browser.get(path)
      shown.push(
        await answer.text(),
        JSON.stringify([...answer.headers].filter(([name]) => name !== 'set-cookie')),
      )
    }
    const lines = JSON.stringify(site.lines)
    const mails = site.mail.mails.map(({ raw }) => raw).join()
    await browser.post('/api/account/delete')
    expect(secrets.size).toBeGreaterThan(12)
    expectNone(secrets, lines, 'the log')
    expectNone(secrets, shown.join(), 'an answer')
    expectNone(secrets, mails, 'a mail')
    expectNone(secrets, await site.dump(), 'the data file')
  })

  it('is in a file that other users of the machine can read', async () => {
    const site = await startTestSite({ dataFile: 'own/doorman.json' })
    const browser = site.visitor()
    for (let visit = 0; visit < 3; visit++) await browser.signIn('github', 'ada')
    await site.restart()
    await browser.signIn('github', 'ada')
    const folder = dirname(site.dataFile)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const files = await readdir(folder)
    const kinds = files.map((file) => file.replace(/-\d+$/, ''))
    expect(kinds).toEqual(
      expect.arrayContaining(['doorman.json', 'doorman.json.1', 'doorman.json.journal', 'doorman.json.lock']),
    )
    for (const file of files) expect([file, (await stat(join(folder, file))).mode & 0o077]).toEqual([file, 0])
  })
})

/** Swaps the tokens of the snapshot's two connections, as an attacker with write access could. */
function swapCredentials(snapshot: string): string {
  const document = JSON.parse(snapshot)
  const [one, two] = document.accounts.map(({ connections }: { connections: unknown[] }) => connections[0])
  const { credentials } = one
  one.credentials = two.credentials
  two.credentials = credentials
  return JSON.stringify(document)
}

describe('the providers’ tokens', () => {
  it('are bound to their connection: swapped, they cannot be opened', async () => {
    const site = await startTestSite({ expectedErrors: /SECRET/ })
    const [ada, margaret] = [site.visitor(), site.visitor()]
    await ada.signIn('twitter', 'ada')
    await margaret.signIn('twitter', 'margaret')
    await site.jobsDone()
    await site.restart({}, swapCredentials)
    await ada.post('/api/welcome-tweet', { text: 'as somebody else' })
    await expect
      .poll(() => site.lines.some(({ msg }) => msg.includes('sealed with another SECRET')))
      .toBe(true)
    expect(site.x.tweets).toEqual([])
  })

  it('are opened with the old secret and sealed with the new one during a rotation', async () => {
    const site = await startTestSite({ env: { SECRET: OLD } })
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await site.jobsDone()
    await site.restart({ SECRET: `${NEW},${OLD}` })
    expect(await userOf(browser)).not.toBeNull()
    await browser.post('/api/welcome-tweet', { text: 'still me' })
    await site.jobsDone()
    expect(site.x.tweets.map(({ text }) => text)).toEqual(['still me'])

    await site.visitor().signIn('twitter', 'margaret')
    await site.restart({ SECRET: NEW })
    const late = site.visitor()
    await late.signIn('twitter', 'margaret')
    await late.post('/api/welcome-tweet', { text: 'me too' })
    await site.jobsDone()
    expect(site.x.tweets.map(({ text }) => text)).toContain('me too')
  })

  it('are not used with a wrong secret, which is logged; nothing is lost, and the right secret restores them', async () => {
    const site = await startTestSite({ env: { SECRET: OLD }, expectedErrors: /SECRET/ })
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    await site.jobsDone()
    await site.restart({ SECRET: NEW })
    expect(site.lines.map(({ msg }) => msg).join()).toContain('SECRET does not open what is stored')
    await browser.post('/api/welcome-tweet', { text: 'in the end' })
    await expect.poll(() => site.lines.map(({ msg }) => msg).join()).toContain('sealed with another SECRET')
    expect(site.x.tweets).toEqual([])
    await site.restart({ SECRET: `${NEW},${OLD}` })
    site.advance(3_600_000)
    await site.restart()
    await site.jobsDone()
    expect(site.x.tweets.map(({ text }) => text)).toEqual(['in the end'])
  })
})

describe('a handshake', () => {
  it('that began before a rotation of SECRET is completed after it', async () => {
    const site = await startTestSite({ env: { SECRET: OLD } })
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    await site.restart({ SECRET: `${NEW},${OLD}` })
    expect((await browser.get(callback)).headers.get('location')).toBe('/account')
  })

  it('is invalid for a server with another secret', async () => {
    const site = await startTestSite({ env: { SECRET: OLD } })
    const browser = site.visitor()
    const callback = await browser.choose(await browser.begin('github'), 'ada')
    await site.restart({ SECRET: NEW })
    expect((await browser.get(callback)).headers.get('location')).toBe('/?error=expired')
  })
})

describe('limits', () => {
  it('remain during a rotation of SECRET', async () => {
    const site = await startTestSite({ env: { SECRET: OLD } })
    const ask = async () => (await site.visitor().post('/api/reminder', { email: 'x@example.org' })).status
    for (let count = 0; count < 3; count++) await ask()
    await site.restart({ SECRET: `${NEW},${OLD}` })
    expect(await ask()).toBe(429)
  })
})

describe('the client', () => {
  it('imports no secrets', async () => {
    const sources = await readdir(join(import.meta.dirname, '../client'), { recursive: true })
    for (const file of sources.filter((name) => /\.(tsx?|html)$/.test(name))) {
      const text = await readFile(join(import.meta.dirname, '../client', file), 'utf8')
      expect([file, /process\.env|import\.meta\.env/.test(text)]).toEqual([file, false])
      const imports = [...text.matchAll(/^import (type )?.*from '(\.\.\/)+server\/(.*)'/gm)]
      // Apart from types, the client imports only `fill`, `initials` and, in a test, the texts.
      const others = imports.filter(
        ([, type, , path = '']) =>
          !(type && /^(api|deskApi)\.ts$/.test(path)) && !path.startsWith('languages/'),
      )
      expect([file, others]).toEqual([file, []])
    }
  })
})
