import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'

const remove = (browser: Visitor, headers: HeadersInit = {}, username = 'ada') =>
  browser.post('/api/account/delete', { username }, headers)

describe('the provider that was used last', () => {
  it('is remembered in the browser only after success, and forgotten with the account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.refuse('github')
    expect(browser.cookies.get('last-provider')).toBeUndefined()
    await browser.signIn('github', 'ada')
    expect(browser.cookies.get('last-provider')).toBe('github')
    await browser.get('/logout')
    expect(browser.cookies.get('last-provider')).toBe('github')
    await browser.signIn('github', 'ada')
    await remove(browser)
    expect(browser.cookies.get('last-provider')).toBeUndefined()
  })

  it('is forgotten when it is disconnected, because it would create a new account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace', '?connect')
    await browser.signIn('twitter', 'ada', '?connect')
    const disconnect = (identity: string) =>
      browser.fetch(`/api/account/connections/${identity}`, { method: 'DELETE' })
    await disconnect('github/1906')
    expect(browser.cookies.get('last-provider')).toBe('twitter')
    await disconnect('twitter/18151210')
    expect(browser.cookies.get('last-provider')).toBeUndefined()
  })

  it('is remembered while another identity there still signs in to the account', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace', '?connect')
    await browser.fetch('/api/account/connections/github/1906', { method: 'DELETE' })
    expect(browser.cookies.get('last-provider')).toBe('github')
  })
})
