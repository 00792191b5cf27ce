import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { ON_POSTGRES } from '../../e2e/support/testReceiver.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

const remove = (browser: Visitor, headers: HeadersInit = {}, username = 'ada') =>
  browser.post('/api/account/delete', { username }, headers)

describe('an interrupted deletion', () => {
  /** A person whose deletion hangs in the site's clean-up, in a process that ends there. */
  async function brokenOff() {
    const calls: string[] = []
    const site = await startTestSite({
      expectedErrors: /request failed/,
      site: {
        deleteObjectsForUser: async ({ id }) => {
          calls.push(id)
          if (calls.length === 1) await new Promise(() => undefined)
        },
      },
    })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await site.jobsDone()
    remove(browser).catch(() => undefined)
    await expect.poll(() => calls.length).toBe(1)
    return { site, browser, calls }
  }

  it('leaves nobody signed in, and refuses the same identity', async () => {
    const { site, browser } = await brokenOff()
    expect(await userOf(browser)).toBeNull()
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=leaving')
    const reminder = await site.visitor().post('/api/reminder', { email: 'ada@example.org' })
    expect(await reminder.text()).toBe("No user with address 'ada@example.org' found!")
  })

  it('refuses a sign-in with the same address, and promises no mail to it', async () => {
    const { site } = await brokenOff()
    const { x } = site.people.find(({ key }) => key === 'ada') ?? {}
    if (x) x.email = 'ada@example.org'
    const response = await site.visitor().signIn('twitter', 'ada')
    expect(response.headers.get('location')).toBe('/?error=leaving')
  })

  it.skipIf(ON_POSTGRES)('is completed by the next process', async () => {
    const { site, calls } = await brokenOff()
    site.advance(3 * 60_000)
    await site.restart()
    const mail = await site.mail.waitFor(({ subject }) => subject.includes('is deleted'), 10_000)
    expect(mail.recipients).toEqual(['ada@example.org'])
    await site.jobsDone()
    expect(calls).toHaveLength(2)
    expect(await site.document()).toMatchObject({ accounts: [], jobs: [], tombstones: [{}] })
    expect(site.github.tokens.size).toBe(0)
  })
})
