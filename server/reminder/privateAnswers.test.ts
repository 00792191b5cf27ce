import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const ask = async (site: Site, email: string, headers: HeadersInit = {}) => {
  const response = await site.visitor().post('/api/reminder', { email }, headers)
  return [response.status, response.headers.get('content-type'), await response.text()]
}

const PLAIN = 'text/plain; charset=utf-8'

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

describe('a private answer', () => {
  const PRIVATE = { env: { REMINDER_ANSWERS: 'private' } }

  it('is the same in all its headers', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    const headersFor = async (email: string) => {
      const { headers } = await site.visitor().post('/api/reminder', { email })
      const { date: _, ...others } = Object.fromEntries(headers)
      return others
    }
    expect(await headersFor('ada@example.org')).toEqual(await headersFor('bob@example.org'))
  })

  it('is sent before the address is looked up', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    const lookedUp: string[] = []
    const { find } = site.store
    site.store.find = (key) => {
      if ('email' in key) lookedUp.push(key.email)
      return find(key)
    }
    const payloads = async (email: string) => {
      await ask(site, email)
      expect(lookedUp).toEqual([])
      const [{ id: _, payload, ...job } = {} as never] = (await site.document()).jobs
      return { ...job, payload: Object.keys(payload).map((name) => [name, payload[name]?.length]) }
    }
    const known = await payloads('ada@example.org')
    expect(known).toMatchObject({ task: 'sendReminder', userId: null })
    await site.jobsDone()
    expect(lookedUp.splice(0)).toEqual(['ada@example.org'])
    const unknown = await payloads('bob@example.org')
    const times = { runAt: 0, enqueuedAt: 0 }
    expect({ ...unknown, ...times }).toEqual({ ...known, ...times })
  })

  it('is followed by its job at a random time', async () => {
    const site = await startTestSite(PRIVATE)
    const delays = []
    for (let count = 0; count < 10; count++) await ask(site, `n${count}@example.org`)
    for (const { runAt, enqueuedAt } of (await site.document()).jobs) delays.push(runAt - enqueuedAt)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(400)
    expect(new Set(delays).size).toBeGreaterThan(5)
  })

  it('is sent, and the mail arrives in the end, when the mail server was down', async () => {
    const site = await startTestSite(PRIVATE)
    await site.visitor().signIn('github', 'ada')
    await site.jobsDone()
    await site.mail.stop()
    expect((await ask(site, 'ada@example.org'))[0]).toBe(200)
    expect((await ask(site, 'bob@example.org'))[0]).toBe(200)
    await site.mail.start()
    await site.mail.waitFor(({ subject }) => subject.includes('You sign in'), 12_000)
  })
})
