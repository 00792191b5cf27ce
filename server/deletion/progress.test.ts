import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'
import type { DeletionAnswer } from '../api.ts'
import { site as defaultSite } from '../site/site.ts'

const remove = (browser: Visitor, headers: HeadersInit = {}, username = 'ada') =>
  browser.post('/api/account/delete', { username }, headers)

describe('the progress of a deletion', () => {
  const stepsOf = async (browser: Visitor) =>
    ((await (await browser.get('/api/deletion')).json()) as DeletionAnswer).steps

  it('is shown only to the browser that requested it', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    site.github.faults.set('grant', { kind: 'answer', status: 503, body: '', times: 1 })
    await site.mail.stop()
    expect(await stepsOf(browser)).toBeNull()
    await remove(browser)
    expect(await stepsOf(browser)).toMatchObject([
      { what: 'sessions', state: 'done' },
      { what: 'site', state: 'done' },
      { what: 'account', state: 'done' },
      { what: 'grant', provider: 'GitHub', state: 'waiting' },
      { what: 'farewell', state: 'waiting' },
    ])
    expect(await stepsOf(site.visitor())).toBeNull()
    await site.mail.start()
    await site.jobsDone()
    expect((await stepsOf(browser))?.every(({ state }) => state === 'done')).toBe(true)
    site.advance(61 * 60_000)
    expect(await stepsOf(browser)).toBeNull()
  })

  it('is not shown after another person has signed in and out in that browser', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await remove(browser)
    await browser.refuse('github')
    expect(await stepsOf(browser)).not.toBeNull()
    await browser.signIn('github', 'grace')
    await browser.get('/logout')
    expect(await stepsOf(browser)).toBeNull()
  })
})

describe('a grant that cannot be revoked any more', () => {
  it('is distinguished on the goodbye page from one whose revocation failed', async () => {
    const [twitter, github] = defaultSite.providers
    if (!twitter || !github) throw new Error('two providers are needed')
    const providers = [twitter, { ...github, revoke: async () => 'impossible' as const }]
    const site = await startTestSite({ site: { providers }, expectedErrors: /job given up/ })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('twitter', 'ada', '?connect')
    await remove(browser)
    await site.jobsDone()
    const { steps } = (await (await browser.get('/api/deletion')).json()) as DeletionAnswer
    expect(steps?.filter(({ what }) => what === 'grant')).toMatchObject([
      { provider: 'GitHub', state: 'impossible' },
      { provider: 'X (Twitter)', state: 'done' },
    ])
  })
})
