import { describe, expect, it } from 'vitest'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const CROSS_SITE = { 'Sec-Fetch-Site': 'cross-site' }

async function wayTo(path: string, headers: Record<string, string> = {}) {
  const site = await startTestSite()
  const response = await site.visitor().get(path, headers)
  return new URL(response.headers.get('location') ?? '')
}

describe('"Use another account"', () => {
  it.each(['', '1', 'yes'])('makes GitHub ask which account to use (chooseAccount=%s)', async (value) => {
    const url = await wayTo(`/auth/github?chooseAccount=${value}`)
    expect(url.pathname).toBe('/login/oauth/authorize')
    expect(url.searchParams.get('prompt')).toBe('select_account')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('makes X ask who signs in', async () => {
    const url = await wayTo('/auth/twitter?chooseAccount=1')
    expect(url.pathname).toBe('/oauth/authenticate')
    expect(url.searchParams.get('force_login')).toBe('true')
  })

  it.each(['github', 'twitter'])('is not asked without the parameter (%s)', async (provider) => {
    const url = await wayTo(`/auth/${provider}`)
    expect([url.searchParams.get('prompt'), url.searchParams.get('force_login')]).toEqual([null, null])
  })

  it.each(['github', 'twitter'])('signs in as usual (%s)', async (provider) => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn(provider, 'ada', '?chooseAccount=1&returnTo=%2Freminder')
    expect(await userOf(browser)).not.toBeNull()
  })
})

describe('a sign-in that another site started', () => {
  it('needs a click at GitHub', async () => {
    expect((await wayTo('/auth/github', CROSS_SITE)).searchParams.get('prompt')).toBe('select_account')
    const elsewhere = { Referer: 'https://evil.example.com/' }
    expect((await wayTo('/auth/github', elsewhere)).searchParams.get('prompt')).toBe('select_account')
  })

  it('needs a click at X, which redirects at once from /oauth/authenticate', async () => {
    const url = await wayTo('/auth/twitter', CROSS_SITE)
    expect(url.pathname).toBe('/oauth/authorize')
    expect(url.searchParams.get('oauth_token')).toBeTruthy()
  })

  it('does not affect later sign-ins', async () => {
    const site = await startTestSite()
    const pathOf = async (headers: Record<string, string>) => {
      const response = await site.visitor().get('/auth/twitter', headers)
      return new URL(response.headers.get('location') ?? '').pathname
    }
    const paths = [await pathOf(CROSS_SITE), await pathOf({ 'Sec-Fetch-Site': 'same-origin' })]
    expect(paths).toEqual(['/oauth/authorize', '/oauth/authenticate'])
  })

  it.each(['none', 'same-origin', 'same-site'])('is not assumed with Sec-Fetch-Site: %s', async (from) => {
    expect((await wayTo('/auth/twitter', { 'Sec-Fetch-Site': from })).pathname).toBe('/oauth/authenticate')
  })
})
