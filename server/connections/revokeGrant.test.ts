import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startSiteWithBoth, startTestSite } from '../../e2e/support/testSite.ts'
import type { ProviderCall } from '../providers/provider.ts'
import { site as defaultSite } from '../site/site.ts'

const GITHUB = '/api/account/connections/github/1815'

const remove = (browser: Visitor, path: string) => browser.fetch(path, { method: 'DELETE' })

describe('the grant of a disconnected identity', () => {
  it('stays when the identity has been connected again', async () => {
    const { site, browser } = await startSiteWithBoth()
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await remove(browser, GITHUB)
    await browser.signIn('github', 'ada', '?connect')
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['ada'])
  })

  it('stays when it belongs to the owner’s other identity at the same provider', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('github', 'grace', '?connect')
    await remove(browser, GITHUB)
    await site.jobsDone()
    expect(site.github.grants.map(({ key }) => key)).toEqual(['grace'])
  })

  it('is revoked with the new tokens when the old ones had expired and the first try fails', async () => {
    const provider = defaultSite.providers.find(({ id }) => id === 'github')
    if (!provider) throw new Error('there is no GitHub')
    const used: unknown[] = []
    const expiring = {
      ...provider,
      refresh: async () => ({ accessToken: 'new' }),
      async revoke({ credentials }: ProviderCall) {
        used.push(credentials.accessToken)
        if (used.length === 1) return 'impossible' as const
        if (used.length === 2) throw new Error('GitHub is down')
        return 'revoked' as const
      },
    }
    const providers = defaultSite.providers.map((one) => (one.id === 'github' ? expiring : one))
    const { site, browser } = await startSiteWithBoth({ site: { providers } })
    await remove(browser, GITHUB)
    await site.jobsDone()
    expect(used).toEqual([expect.any(String), 'new', 'new'])
    expect(used[0]).not.toBe('new')
    expect((await site.document()).deadLetters).toEqual([])
  })

  it('is reported with the page where people remove it when the site cannot revoke it any more', async () => {
    const provider = defaultSite.providers.find(({ id }) => id === 'github')
    if (!provider) throw new Error('there is no GitHub')
    const stubborn = { ...provider, revoke: async () => 'impossible' as const }
    const { site, browser } = await startSiteWithBoth({
      site: { providers: defaultSite.providers.map((one) => (one.id === 'github' ? stubborn : one)) },
      expectedErrors: /job given up/,
    })
    await remove(browser, GITHUB)
    await site.jobsDone()
    expect((await site.document()).deadLetters).toMatchObject([
      {
        task: 'revokeGrant',
        reason: expect.stringMatching(/^GitHub may still list this site; remove it at /),
      },
    ])
  })
})
