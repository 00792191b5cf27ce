import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const EXPORT = '/api/account/export'

async function siteWithAda(options: Parameters<typeof startTestSite>[0] = {}) {
  const site = await startTestSite(options)
  const ada = site.visitor()
  await ada.signIn('github', 'ada')
  await ada.signIn('twitter', 'ada', '?connect=1')
  await site.jobsDone()
  return { site, ada }
}

/** Every text, number and other leaf value, at any depth. */
function leavesOf(value: unknown): unknown[] {
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [value]
}

describe('the export of one’s data', () => {
  it('is a file that no cache stores', async () => {
    const { ada } = await siteWithAda()
    const response = await ada.get(EXPORT)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="doorman-ada.json"')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toMatch(/^\{\n {2}"about": \{\n {4}"note": "/)
  })

  it('has a note on each part', async () => {
    const { ada } = await siteWithAda()
    for (const part of Object.values((await (await ada.get(EXPORT)).json()) as object))
      expect(part).toHaveProperty('note', expect.stringMatching(/\w.*\.$/))
  })

  it('contains all stored data of the person, except what an intruder could use', async () => {
    const { site, ada } = await siteWithAda()
    await site.mail.stop()
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '' })
    await ada.post('/api/welcome-tweet', { text: 'Hello from Ada' })
    await expect.poll(async () => (await site.document()).jobs[0]?.reason).toBeTruthy()
    const text = await (await ada.get(EXPORT)).text()
    const { accounts, sessions, events } = await site.document()
    const [account] = accounts
    const told = leavesOf(JSON.parse(text)).map(String)
    expect(account?.connections).toHaveLength(2)
    for (const value of leavesOf(account?.user)) expect(told).toContain(String(value))
    for (const { credentials, ...connection } of account?.connections ?? []) {
      expect(text).not.toContain(credentials)
      for (const value of leavesOf(connection)) expect(told).toContain(String(value))
    }
    expect(sessions).toHaveLength(1)
    for (const session of sessions) {
      const { idHash, userId: _, createdAt, lastSeenAt, since, confirmedAt, ...rest } = session
      expect(text).not.toContain(idHash)
      const times = [createdAt, lastSeenAt, since, confirmedAt].map((at) => new Date(at).toISOString())
      for (const value of [...leavesOf(rest), ...times]) expect(told).toContain(String(value))
    }
    expect(events.length).toBeGreaterThan(1)
    for (const { userId: _, at, ...event } of events)
      for (const value of [...leavesOf(event), new Date(at).toISOString()])
        expect(told).toContain(String(value))
    expect(JSON.parse(text).jobs.data).toMatchObject([{ kind: 'tweetOnJoin' }])
  })

  it('contains former addresses and dead letters', async () => {
    const { site, ada } = await siteWithAda({ expectedErrors: /job given up/ })
    const { id = '' } = (await userOf(ada)) ?? {}
    await site.store.change(id, ({ account }) => ({
      account: {
        ...account,
        user: { ...account.user, formerEmails: [{ address: 'old@example.org', until: '2026-01-01' }] },
      },
      result: true,
    }))
    site.x.faults.set('/2/tweets', { kind: 'answer', status: 403, body: '{}', type: 'json' })
    await ada.post('/api/welcome-tweet', { text: 'Hello from Ada' })
    await site.jobsDone()
    const told = JSON.parse(await (await ada.get(EXPORT)).text())
    expect(told.account.data.formerEmails).toEqual([{ address: 'old@example.org', until: '2026-01-01' }])
    expect(told.jobs.data).toMatchObject([{ kind: 'tweetOnJoin', state: 'dead', reason: expect.any(String) }])
    expect(told.posts.agreedTo).toMatchObject([{ text: 'Hello from Ada', state: 'failed' }])
  })

  it('contains nothing of other people', async () => {
    const { site, ada } = await siteWithAda()
    const grace = site.visitor()
    await grace.signIn('github', 'grace')
    expect(await (await ada.get(EXPORT)).text()).not.toMatch(/grace|1906/i)
    expect((await site.visitor().get(EXPORT)).status).toBe(401)
  })

  it('is recorded as an event', async () => {
    const { ada } = await siteWithAda()
    await ada.get(EXPORT)
    const { events } = (await (await ada.get('/api/account/events')).json()) as { events: object[] }
    expect(events[0]).toMatchObject({ what: 'export', outcome: 'done' })
  })

  it('is limited to ten an hour, across restarts', async () => {
    const { site, ada } = await siteWithAda()
    for (let times = 0; times < 10; times++) expect((await ada.get(EXPORT)).status).toBe(200)
    await site.restart()
    const response = await ada.get(EXPORT)
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3_000)
    expect(response.headers.get('content-disposition')).toBeNull()
    site.advance(3_600_000)
    expect((await ada.get(EXPORT)).status).toBe(200)
  })

  it('cannot be caused by another site', async () => {
    const { ada } = await siteWithAda()
    expect((await ada.get(EXPORT, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await ada.get(EXPORT, { Referer: 'https://evil.example/' })).status).toBe(403)
    expect((await ada.get(EXPORT, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
  })

  it('has a name that every system accepts, whatever the username', async () => {
    const site = await startTestSite()
    const login = '../Évil\u202e"name<'
    site.github.faults.set('/api/v3/user', {
      kind: 'answer',
      status: 200,
      body: JSON.stringify({ id: 7, login, name: 'Evil', avatar_url: null }),
      type: 'application/json',
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const disposition = (await browser.get(EXPORT)).headers.get('content-disposition')
    expect(disposition).toContain("filename*=UTF-8''doorman-.._%C3%89vil_name_.json")
  })
})
