import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../standins/server.ts'
import { runChild } from './child.ts'
import { startTestSite } from './testSite.ts'

const FILE = `${import.meta.dirname}/../exampleSite.mjs`
const SECRET = `whsec_${Buffer.from('a secret for the tests of it').toString('base64')}`

/** Starts Doorman and the example site. `changes` override environment variables of the example site. */
async function start(changes: Record<string, string> = {}) {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const doorman = await startTestSite({ env: { SITE_ORIGINS: url, HOME_URL: url } })
  const own = { PORT: String(port), SITE_URL: url, WEBHOOK_SECRET: SECRET }
  const theirs = { DOORMAN_URL: doorman.url, ASK_URL: doorman.url }
  const child = runChild([FILE], { ...own, ...theirs, ...changes })
  onTestFinished(async () => {
    child.stop('SIGTERM')
    await child.ended
  })
  const ask = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init })
  await expect
    .poll(() => ask('/webhooks').then(({ status }) => status, String), { timeout: 10_000 })
    .toBe(200)
  async function signedIn(person: string) {
    const visitor = doorman.visitor()
    const answer = await visitor.signIn('github', person)
    const Cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
    return { Cookie, location: answer.headers.get('location') }
  }
  const textOf = async (path: string, Cookie = '') => (await ask(path, { headers: { Cookie } })).text()
  const keepNote = (note: string, headers: Record<string, string>) =>
    ask('/members', { method: 'POST', body: new URLSearchParams({ note }), headers })
  const tell = (body: object, secret = SECRET, at = new Date()) => {
    const text = JSON.stringify(body)
    const headers = {
      'webhook-id': 'msg-1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': `v1,bm9uZQ== ${new Webhook(secret).sign('msg-1', at, text)}`,
    }
    return ask('/webhooks', { method: 'POST', body: text, headers }).then(({ status }) => status)
  }
  return { url, doorman, ask, signedIn, textOf, keepNote, tell }
}

async function idOf(doorman: Awaited<ReturnType<typeof startTestSite>>, person: string): Promise<string> {
  const { accounts } = await doorman.document()
  return accounts.find(({ user }) => user.username === person)?.user.id ?? expect.fail('no account')
}

const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' }
const deleting = (id: string) => ({ type: 'user.deleting', timestamp: '2026-11-01', data: { user: { id } } })

describe('the example site', () => {
  it('is one file of at most 100 lines, without a framework', () => {
    const source = readFileSync(FILE, 'utf8')
    expect(source.trim().split('\n').length).toBeLessThanOrEqual(100)
    expect([...source.matchAll(/from '(.*)'/g)].every(([, name]) => name?.startsWith('node:'))).toBe(true)
  })

  it('greets visitors who are signed in at Doorman, and sends others to sign in and back', async () => {
    const { url, doorman, ask, signedIn, textOf } = await start()
    expect(await textOf('/')).toContain('Hello, stranger')
    const { status, headers } = await ask('/members')
    expect(status).toBe(302)
    expect(headers.get('location')).toBe(`${doorman.url}/?returnTo=${encodeURIComponent(`${url}/members`)}`)
    const { Cookie, location } = await signedIn('ada')
    expect(location).toMatch(new RegExp(`^${url}/?$`))
    expect(await textOf('/', Cookie)).toContain('Hello, Ada Lovelace')
    expect(await textOf('/members', Cookie)).toContain('Your note')
  })

  it('keeps a note for each person, which pages of other sites cannot change', async () => {
    const { signedIn, textOf, keepNote } = await start()
    const [ada, other] = [await signedIn('ada'), await signedIn('margaret')]
    expect(
      (await keepNote('<b>mine</b>', { Cookie: ada.Cookie, 'Sec-Fetch-Site': 'same-site' })).status,
    ).toBe(403)
    expect((await keepNote('<b>mine</b>', { Cookie: ada.Cookie, ...SAME_ORIGIN })).status).toBe(200)
    expect(await textOf('/members', ada.Cookie)).toContain('&#60;b&#62;mine')
    expect(await textOf('/members', other.Cookie)).not.toContain('mine')
  })

  it('erases the note of a person at a genuine user.deleting webhook, and acknowledges it', async () => {
    const { doorman, signedIn, textOf, keepNote, tell } = await start()
    const { Cookie } = await signedIn('ada')
    await keepNote('mine', { Cookie, ...SAME_ORIGIN })
    const body = deleting(await idOf(doorman, 'ada'))
    expect(await tell(body, `whsec_${Buffer.from('the secret of another site').toString('base64')}`)).toBe(
      401,
    )
    expect(await tell(body, SECRET, new Date(Date.now() - 3_600_000))).toBe(401)
    expect(await textOf('/members', Cookie)).toContain('mine')
    expect([await tell(body), await tell(body)]).toEqual([204, 204])
    expect(await textOf('/members', Cookie)).not.toContain('mine')
    expect((await textOf('/webhooks')).match(/user\.deleting/g)).toHaveLength(1)
  })

  it('refuses an assertion for another site', async () => {
    const { ask, signedIn } = await start({ DOORMAN_URL: 'http://other.localhost' })
    const { Cookie } = await signedIn('ada')
    expect((await ask('/', { headers: { Cookie } })).status).toBe(502)
  })
})
