import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import type { Identity } from '../store/account.ts'
import { createLimits } from './limits.ts'
import { Problem } from './problem.ts'

const HOUR_MS = 3_600_000

const ADA: Identity = { provider: 'github', uid: '1' }
const ADA_AT_X: Identity = { provider: 'twitter', uid: '1' }
const BO: Identity = { provider: 'github', uid: '2' }

async function limitsOfSite(env: Record<string, string> = {}) {
  const site = await startTestSite({ env })
  return { site, limits: createLimits(site.services.config, site.services) }
}

/** The number of times that `act` succeeds in a row, at most `most`. */
async function timesUntilRefused(act: (count: number) => Promise<unknown>, most: number): Promise<number> {
  for (let count = 0; count < most; count++) {
    const refusal = await act(count).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal instanceof Problem && refusal.status === 429) {
      expect(Number(refusal.headers['Retry-After'])).toBeGreaterThan(0)
      return count
    }
    if (refusal !== undefined) throw refusal
  }
  return most
}

describe('codes for addresses', () => {
  it('are five an hour for one identity, across all its accounts', async () => {
    const { site, limits } = await limitsOfSite()
    expect(await timesUntilRefused((count) => limits.addressCode([ADA], `a${count}@example.org`), 9)).toBe(5)
    expect(await timesUntilRefused((count) => limits.addressCode([BO], `a${count}@example.org`), 9)).toBe(5)
    site.advance(HOUR_MS)
    await limits.addressCode([ADA], 'z@example.org')
  })

  it('are refused for an account when any of its identities is over the limit', async () => {
    const { limits } = await limitsOfSite()
    await timesUntilRefused((count) => limits.addressCode([ADA], `a${count}@example.org`), 9)
    await expect(limits.addressCode([ADA_AT_X, ADA], 'z@example.org')).rejects.toThrow(Problem)
    await limits.addressCode([ADA_AT_X], 'z@example.org')
  })

  it('requested by a stranger do not lock out the owner of the address', async () => {
    const { limits } = await limitsOfSite()
    const ask = (who: Identity) => () => limits.addressCode([who], 'new@example.org')
    expect(await timesUntilRefused(ask(BO), 9)).toBe(3)
    expect(await timesUntilRefused(ask(ADA), 9)).toBe(3)
  })

  it('are twelve an hour for one address, whoever requests them', async () => {
    const { limits } = await limitsOfSite()
    const ask = (count: number) => limits.addressCode([{ ...BO, uid: String(count) }], 'a@example.org')
    expect(await timesUntilRefused(ask, 20)).toBe(12)
  })

  it('are 60 a minute for the site', async () => {
    const { limits } = await limitsOfSite()
    const ask = (count: number) =>
      limits.addressCode([{ ...BO, uid: String(count) }], `a${count}@example.org`)
    expect(await timesUntilRefused(ask, 100)).toBe(60)
  })

  it('stay limited after the account is deleted', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const ask = (count: number) => browser.post('/api/account/address', { email: `n${count}@example.net` })
    for (let count = 0; count < 5; count++) expect((await ask(count)).status).toBe(202)
    await comeBack(browser)
    expect((await ask(6)).status).toBe(429)
  })
})

describe('guesses at codes', () => {
  it('are 30 an hour for one identity', async () => {
    const { limits } = await limitsOfSite()
    expect(await timesUntilRefused(() => limits.codeGuess([ADA]), 50)).toBe(30)
    await expect(limits.codeGuess([ADA_AT_X, ADA])).rejects.toThrow(Problem)
  })

  it('are a thousand an hour for the site', async () => {
    const { limits } = await limitsOfSite()
    const guess = (count: number) => limits.codeGuess([{ ...BO, uid: String(count) }])
    await Promise.all(Array.from({ length: 1_000 }, (_, count) => guess(count)))
    await expect(guess(1_000)).rejects.toThrow(Problem)
  }, 60_000)

  it('are refused before they are compared, and stay limited after the account is deleted', async () => {
    const { site, limits } = await limitsOfSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    const answer = await browser.get('/api/account/connections')
    const { connections } = (await answer.json()) as { connections: Identity[] }
    expect(connections).toHaveLength(1)
    await timesUntilRefused(() => limits.codeGuess(connections), 29)
    const guess = async () => {
      const response = await browser.post('/api/account/address/confirm', { code: '000000' })
      return [response.status, await codeOf(response)]
    }
    await browser.post('/api/account/address', { email: 'n1@example.net' })
    expect(await guess()).toEqual([400, 'wrong-code'])
    expect(await guess()).toEqual([429, 'too-many'])
    await comeBack(browser)
    await browser.post('/api/account/address', { email: 'n2@example.net' })
    expect(await guess()).toEqual([429, 'too-many'])
  })
})

describe('exports', () => {
  it('are ten an hour for one identity, and stay limited after the account is deleted', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    for (let times = 0; times < 10; times++)
      expect((await browser.get('/api/account/export')).status).toBe(200)
    await comeBack(browser)
    expect((await browser.get('/api/account/export')).status).toBe(429)
    site.advance(HOUR_MS)
    expect((await browser.get('/api/account/export')).status).toBe(200)
  })
})

describe('deletions', () => {
  it('are five a day for one identity', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    for (let times = 0; times < 5; times++) {
      await browser.signIn('github', 'ada')
      expect((await deleteAccount(browser)).status).toBe(303)
      // Otherwise revoking this grant may revoke the tokens of the next sign-in.
      await site.jobsDone()
    }
    await browser.signIn('github', 'ada')
    const refused = await deleteAccount(browser)
    expect([refused.status, await codeOf(refused)]).toEqual([429, 'too-many'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_600)
  })

  it('count once when they failed and are retried', async () => {
    const { limits } = await limitsOfSite()
    expect(await timesUntilRefused(() => limits.deletion('the same', [ADA]), 20)).toBe(20)
    expect(await timesUntilRefused((count) => limits.deletion(`user ${count}`, [ADA]), 20)).toBe(4)
  })
})

describe('RATE_LIMITS=off', () => {
  it('counts nothing', async () => {
    const { limits } = await limitsOfSite({ RATE_LIMITS: 'off' })
    expect(await timesUntilRefused(() => limits.addressCode([ADA], 'a@example.org'), 20)).toBe(20)
    expect(await timesUntilRefused(() => limits.codeGuess([ADA]), 40)).toBe(40)
    expect(await timesUntilRefused((count) => limits.deletion(`user ${count}`, [ADA]), 20)).toBe(20)
  })
})

describe('the store', () => {
  it('does not reveal whose limit it keeps', async () => {
    const { site, limits } = await limitsOfSite()
    await limits.addressCode([{ provider: 'github', uid: '583231583231' }], 'ada@example.org')
    await site.store.close()
    const dump = await site.dump()
    expect(dump).toContain('address-code:identity:')
    for (const personal of ['583231583231', 'ada@example.org']) expect(dump).not.toContain(personal)
  })
})

function deleteAccount(browser: Visitor): Promise<Response> {
  return browser.post('/api/account/delete', { username: 'ada' })
}

/** Deletes the account and signs in again, as a new user. */
async function comeBack(browser: Visitor): Promise<void> {
  expect((await deleteAccount(browser)).status).toBe(303)
  await browser.signIn('github', 'ada')
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code
}
