import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

/** Whether 21 reminders, each with another forwarded address, count as those of one client. */
async function countAsOne(env: Record<string, string>, from: (index: number) => Record<string, string>) {
  return (await askOften(env, from)).isRefused
}

/** Requests 21 reminders for different addresses. Returns whether the last is refused, and the log. */
async function askOften(env: Record<string, string>, from: (index: number) => Record<string, string>) {
  const site = await startTestSite({ env })
  let status = 0
  for (let index = 0; index < 21; index++) {
    const response = await site
      .visitor()
      .post('/api/reminder', { email: `n${index}@example.org` }, from(index))
    status = response.status
  }
  return { isRefused: status === 429, warnings: site.lines.filter(({ level }) => level === 40) }
}

const TRUSTED = { TRUSTED_PROXIES: '127.0.0.1, ::1' }

describe('the client address from a proxy', () => {
  it('counts when the proxy is trusted', async () => {
    expect(await countAsOne(TRUSTED, (index) => ({ 'X-Forwarded-For': `192.0.2.${index}` }))).toBe(false)
  })

  it.each([
    ['X-Forwarded-For', {}],
    ['X_Forwarded_For', TRUSTED],
    ['X-Forwarded_For', TRUSTED],
    ['X-Real-IP', TRUSTED],
    ['X-Client-IP', TRUSTED],
    ['CF-Connecting-IP', TRUSTED],
    ['True-Client-IP', TRUSTED],
    ['Forwarded', TRUSTED],
  ])('does not count otherwise: %s', async (name, env) => {
    const value = (index: number) => (name === 'Forwarded' ? `for=192.0.2.${index}` : `192.0.2.${index}`)
    expect(await countAsOne(env, (index) => ({ [name]: value(index) }))).toBe(true)
  })

  it('is the last one that is not trusted: what the client sent before it is ignored', async () => {
    const lies = (index: number) => ({ 'X-Forwarded-For': `192.0.2.${index}, 198.51.100.7` })
    expect(await countAsOne(TRUSTED, lies)).toBe(true)
  })

  it('counts as one client when it is not an address', async () => {
    expect(await countAsOne(TRUSTED, (index) => ({ 'X-Forwarded-For': `nonsense${index}` }))).toBe(true)
  })

  it.each([
    ['an address with a port', (index: number) => `192.0.2.${index}:${50_000 + index}`, false],
    ['one address with many ports', (index: number) => `192.0.2.7:${50_000 + index}`, true],
    ['an IPv6 address with a port', (index: number) => `[2001:db8:0:${index.toString(16)}::1]:443`, false],
    ['one IPv6 address with many ports', (index: number) => `[2001:db8::1]:${50_000 + index}`, true],
    ['an IPv6 address in brackets', (index: number) => `[2001:db8:0:${index.toString(16)}::1]`, false],
    [
      'a proxy with a port before one without',
      (index: number) => `192.0.2.${index}:4711, 127.0.0.1:80`,
      false,
    ],
  ])('counts by the address: %s', async (_what, value, isOne) => {
    const { isRefused, warnings } = await askOften(TRUSTED, (index) => ({ 'X-Forwarded-For': value(index) }))
    expect([isRefused, warnings]).toEqual([isOne, []])
  })

  it('causes one warning when it is not an address, because all clients then share one limit', async () => {
    const { isRefused, warnings } = await askOften(TRUSTED, (index) => ({
      'X-Forwarded-For': `_hidden${index}`,
    }))
    expect(isRefused).toBe(true)
    expect(warnings.map(({ msg }) => msg)).toEqual([expect.stringContaining('share one limit')])
  })

  it('counts a /48 of IPv6 as one after a hundred reminders', async () => {
    const site = await startTestSite({ env: TRUSTED })
    const ask = async (from: string) =>
      (await site.visitor().post('/api/reminder', { email: 'none' }, { 'X-Forwarded-For': from })).status
    const networks = Array.from({ length: 100 }, (_, index) => `2001:db8:0:${index.toString(16)}::1`)
    expect(new Set(await Promise.all(networks.map(ask)))).toEqual(new Set([400]))
    expect(await ask('2001:db8:0:ffff::1')).toBe(429)
    expect(await ask('2001:db8:1:ffff::1')).toBe(400)
  })

  it('counts an IPv6 /64 as one client', async () => {
    const near = (index: number) => ({ 'X-Forwarded-For': `2001:db8:0:1::${index.toString(16)}` })
    expect(await countAsOne(TRUSTED, near)).toBe(true)
    const far = (index: number) => ({ 'X-Forwarded-For': `2001:db8:0:${index.toString(16)}::1` })
    expect(await countAsOne(TRUSTED, far)).toBe(false)
  })

  it('causes one warning when it comes from a peer that is not trusted', async () => {
    const warnings = async (env: Record<string, string>) => {
      const site = await startTestSite({ env })
      await site.visitor().get('/api/session')
      const before = site.lines.filter(({ msg }) => msg.includes('set TRUSTED_PROXIES')).length
      for (let n = 0; n < 3; n++)
        await site.visitor().get('/api/session', { 'X-Forwarded-For': `192.0.2.${n}` })
      return [before, site.lines.filter(({ msg }) => msg.includes('set TRUSTED_PROXIES')).length]
    }
    expect(await warnings({})).toEqual([0, 1])
    expect(await warnings(TRUSTED)).toEqual([0, 0])
  })
})
