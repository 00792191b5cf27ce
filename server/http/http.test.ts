import { appendFile, readdir, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** Makes the disk fail for any user: a journal that another process has changed accepts no more commits. */
async function breakDisk({ dataFile }: Site): Promise<() => Promise<void>> {
  const folder = dirname(dataFile)
  const journals = (await readdir(folder)).filter((name) => name.includes('.journal-'))
  const journal = join(folder, journals.sort().at(-1) ?? 'there is no journal')
  const { size } = await stat(journal)
  await appendFile(journal, 'x')
  return () => truncate(journal, size)
}

describe('a store that cannot be written', () => {
  it('answers 503 with an explanation, is reported at /readyz, and recovers by itself', async () => {
    const site = await startTestSite({ expectedErrors: /request failed|cannot be (written|claimed)/ })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    // The day's figures are stored within five seconds after what they count.
    const rows = async () => ({ ...(await site.document()), savedAt: 0, uses: [], events: [], counters: [] })
    const before = await rows()
    const mend = await breakDisk(site)

    const html = { Accept: 'text/html' }
    const newcomer = site.visitor()
    const callback = await newcomer.choose(await newcomer.begin('github'), 'margaret')
    const signIn = await newcomer.get(callback, html)
    expect([signIn.status, await signIn.text()]).toEqual([
      503,
      expect.stringContaining('We cannot save anything'),
    ])
    expect(await userOf(newcomer)).toBeNull()

    const reminder = await site.visitor().post('/api/reminder', { email: 'ada@example.org' })
    expect([reminder.status, await reminder.text()]).toEqual([
      503,
      expect.stringContaining('We cannot save anything'),
    ])
    const deletion = await browser.post('/api/account/delete', { username: 'ada' })
    expect([deletion.status, await deletion.json()]).toMatchObject([503, { error: { code: 'unavailable' } }])
    expect((await site.visitor().get('/readyz')).status).toBe(503)
    expect((await site.visitor().get('/healthz')).status).toBe(200)
    expect((await userOf(browser))?.username).toBe('ada')

    await mend()
    expect((await site.visitor().get('/readyz')).status).toBe(200)
    expect(await rows()).toEqual(before)
    expect((await newcomer.signIn('github', 'margaret')).headers.get('location')).toBe('/account')
  })

  it('keeps the session that a failed sign-in would have replaced', async () => {
    const site = await startTestSite({ expectedErrors: /request failed|cannot be (written|claimed)/ })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    const callback = await browser.choose(await browser.begin('twitter', '?connect=1'), 'ada')
    const mend = await breakDisk(site)
    expect((await browser.get(callback)).status).toBe(503)
    expect((await userOf(browser))?.connections).toHaveLength(1)
    await mend()
  })
})

/** A form of one field, as multipart with the boundary `x`. */
const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`

describe('bodies', () => {
  const post = (site: Site, body: BodyInit, type: string) =>
    site.visitor().fetch('/api/account/delete', { method: 'POST', body, headers: { 'Content-Type': type } })

  it('are read only from our own pages', async () => {
    const site = await startTestSite()
    expect((await post(site, '{', 'application/json')).status).toBe(401)
  })

  it.each([
    ['{"a":', 'application/json', 400],
    ['[1]', 'application/json', 400],
    ['"text"', 'application/json', 400],
    ['a'.repeat(17_000), 'application/x-www-form-urlencoded', 413],
    [`{"a":"${'a'.repeat(17_000)}"}`, 'application/json', 413],
    ['<a/>', 'application/xml', 415],
    ['a=1', 'text/plain', 415],
    ['text=hi', 'multipart/form-data; boundary=x', 400],
    ['text=hi', 'multipart/form-data', 400],
    [part('a', 'b'.repeat(17_000)), 'multipart/form-data; boundary=x', 413],
    [part('__proto__', 'x'), 'multipart/form-data; boundary=x', 400],
    ['{"text":"hi","__proto__":{"x":1}}', 'application/json', 400],
    ['{"text":"hi","a":{"\\u005f_proto__":{"x":1}}}', 'application/json', 400],
    ['text=hi&__proto__[x]=1', 'application/x-www-form-urlencoded', 400],
    ['text=hi&a[__proto%5F_][x]=1', 'application/x-www-form-urlencoded', 400],
  ])('of %j as %s are refused with %i', async (body, type, status) => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    for (const path of ['/api/welcome-tweet', '/api/account/delete']) {
      const response = await browser.fetch(path, { method: 'POST', body, headers: { 'Content-Type': type } })
      expect([path, response.status]).toEqual([path, status])
      expect(await response.json()).toMatchObject({
        error: { code: expect.any(String), message: expect.any(String) },
      })
    }
    expect((await userOf(browser))?.tweetOffer).not.toBeNull()
  })

  it('with __proto__ in them change nothing but the fields that they name', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('twitter', 'ada')
    const body = '{"__proto__":{"text":"hi","isAdmin":true},"constructor":{"prototype":{"x":1}}}'
    const headers = { 'Content-Type': 'application/json' }
    expect((await browser.fetch('/api/welcome-tweet', { method: 'POST', body, headers })).status).toBe(400)
    expect({}).not.toHaveProperty('isAdmin')
  })
})

describe('every response', () => {
  it.each([
    '/',
    '/api/session',
    '/api/nothing',
    '/auth/nothing',
    '/healthz',
    '/logout',
    '/auth/github/callback',
  ])('of %s has the headers that protect the visitor', async (path) => {
    const site = await startTestSite()
    const { headers } = await site.visitor().get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it('marks cookies as Secure when the site is served over https', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://dif.io' } })
    const response = await site.visitor().get('/auth/github')
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-handshake-[^;]+; path=\/;.*samesite=lax; secure; httponly$/i,
    )
    expect(response.headers.get('strict-transport-security')).toBeTruthy()
    expect(response.headers.get('location')).toContain(
      encodeURIComponent('https://dif.io/auth/github/callback'),
    )
  })
})

describe('addresses that do not exist', () => {
  it('are answered in the form that the client reads', async () => {
    const site = await startTestSite()
    const api = await site.visitor().get('/api/nothing')
    expect([api.status, await api.json()]).toMatchObject([404, { error: { code: 'not-found' } }])
    const page = await site.visitor().get('/auth/nothing', { Accept: 'text/html' })
    expect([page.status, await page.text()]).toEqual([
      404,
      expect.stringContaining('This site doesn’t offer that provider.'),
    ])
    const method = await site.visitor().fetch('/api/session', { method: 'DELETE' })
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'HEAD, GET'])
    expect((await site.visitor().get('/auth/%E0%A4%A')).status).toBe(404)
  })
})
