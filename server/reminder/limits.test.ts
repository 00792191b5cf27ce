import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const ask = async (site: Site, email: string, headers: HeadersInit = {}) => {
  const response = await site.visitor().post('/api/reminder', { email }, headers)
  return [response.status, response.headers.get('content-type'), await response.text()]
}

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
