import type { Context } from 'koa'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { newDatabase } from '../../e2e/support/testDatabase.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { readConfig } from '../config.ts'
import type { Limit } from '../store/store.ts'
import { createLimits } from './limits.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** The response to the request after `count` equal ones. */
async function answerAfter(count: number, ask: () => Promise<Response>): Promise<Response> {
  for (let index = 0; index < count; index++) expect((await ask()).status).not.toBe(429)
  return ask()
}

const sealer = { fingerprint: (text: string) => text }

/** A request that a proxy on this machine forwards. */
function from(address: string): Context {
  const get = (name: string) => (name === 'X-Forwarded-For' ? address : '')
  return { get, req: { socket: { remoteAddress: '127.0.0.1' } } } as unknown as Context
}

/** Counts as the stores do, in a window that does not end. */
function countingStore() {
  const counts = new Map<string, number>()
  return {
    async use(limits: readonly Limit[]) {
      if (limits.some(({ key, max }) => (counts.get(key) ?? 0) >= max)) return 1_000
      for (const { key } of limits) counts.set(key, (counts.get(key) ?? 0) + 1)
      return 0
    },
  }
}

const WAYS: [string, number, (site: Site) => Promise<() => Promise<Response>>][] = [
  ['sign-in starts', 60, async (site) => () => site.visitor().get('/auth/github')],
  ['callbacks', 120, async (site) => () => site.visitor().get('/auth/github/callback')],
  [
    'connects',
    59,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('github', 'ada')
      return () => browser.get('/auth/twitter')
    },
  ],
  [
    'tweets',
    60,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      return () => browser.post('/api/welcome-tweet', { text: '' })
    },
  ],
  [
    'changes of mind',
    60,
    async (site) => {
      const browser = site.visitor()
      await browser.signIn('twitter', 'ada')
      return () => browser.fetch('/api/welcome-tweet', { method: 'DELETE' })
    },
  ],
  ['languages', 60, async (site) => () => site.visitor().post('/api/language', { language: 'de' })],
]

describe('too many', () => {
  it.each(WAYS)('%s from one client are refused, with the time to wait', async (_what, count, prepare) => {
    const site = await startTestSite()
    const response = await answerAfter(count, await prepare(site))
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })

  it('from one IPv6 customer are refused, however many networks they use', async () => {
    const site = await startTestSite({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
    const askFrom = async (address: string) => {
      const headers = { 'X-Forwarded-For': address, Authorization: 'Bearer wrong' }
      return (await site.visitor().get('/api/desk/jobs', headers)).status
    }
    for (let network = 0; network < 300; network++)
      expect(await askFrom(`2001:db8:1:${network}::1`)).toBe(403)
    expect(await askFrom('2001:db8:1:300::1')).toBe(429)
    expect(await askFrom('2001:db8:2:300::1')).toBe(403)
    expect(await askFrom('192.0.2.1')).toBe(403)
  })

  it.each([undefined, 'postgres://doorman@localhost/doorman'])(
    'sign-in starts from one IPv6 customer are refused, with DATABASE_URL=%s',
    async (databaseUrl) => {
      const env = { TRUSTED_PROXIES: '127.0.0.1', ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
      const limits = createLimits(readConfig(env, []), {
        store: countingStore(),
        sealer,
        log: pino({ level: 'silent' }),
      })
      for (let network = 0; network < 600; network++)
        await limits.signInStart(from(`2001:db8:1:${network}::1`))
      await expect(limits.signInStart(from('2001:db8:1:600::1'))).rejects.toMatchObject({ status: 429 })
      await limits.signInStart(from('2001:db8:2:600::1'))
    },
  )

  it('sign-in starts are counted together by the servers on one database', async () => {
    const env = { DATABASE_URL: await newDatabase({ isMigrated: true }) }
    const sites = [await startTestSite({ env }), await startTestSite({ env })]
    const statuses: (number | undefined)[] = []
    for (let count = 0; count < 61; count++) {
      statuses.push((await sites[count % 2]?.visitor().get('/auth/github'))?.status)
    }
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 302), 429])
  })

  it.each(WAYS)('%s are never refused with RATE_LIMITS=off', async (_what, count, prepare) => {
    const site = await startTestSite({ env: { RATE_LIMITS: 'off' } })
    expect((await answerAfter(count, await prepare(site))).status).not.toBe(429)
  })
})
