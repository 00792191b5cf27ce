import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { github } from '../../server/providers/github.ts'
import { twitter } from '../../server/providers/twitter.ts'
import { startTestSite, userOf } from '../support/testSite.ts'
import { isTryOut } from '../support/tryout.ts'
import { gitlab } from './gitlab.ts'
import { startGitLab } from './gitlabStandIn.ts'

const HOUR_MS = 3_600_000
const providers = [twitter, github, gitlab]

/** Starts a site whose owner has added GitLab to the list of providers and changed no other file. */
async function siteWithGitLab(env: Record<string, string> = {}, expectedErrors?: RegExp) {
  const clock = { offset: 0 }
  const standIn = await startGitLab(() => Date.now() + clock.offset)
  onTestFinished(() => standIn.close())
  const settings = { GITLAB_CLIENT_ID: 'client', GITLAB_CLIENT_SECRET: 'secret', GITLAB_URL: standIn.url }
  const site = await startTestSite({ site: { providers }, env: { ...settings, ...env }, expectedErrors })
  const advance = (ms: number) => {
    clock.offset += ms
    site.advance(ms)
  }
  return { site, standIn, advance }
}

const delivered = (site: Awaited<ReturnType<typeof startTestSite>>, words: string) =>
  site.mail.waitFor(({ subject }) => subject.includes(words))

describe('a third provider', () => {
  it('is one file of at most 50 lines', () => {
    const lines = readFileSync(join(import.meta.dirname, 'gitlab.ts'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThanOrEqual(50)
  })

  it('is offered on the sign-in page, signs people in, and welcomes them by mail', async () => {
    const { site } = await siteWithGitLab()
    const browser = site.visitor()
    const { providers: choices } = (await (await browser.get('/api/session')).json()) as {
      providers: { id: string; label: string; iconUrl: string }[]
    }
    const choice = choices.find(({ id }) => id === 'gitlab')
    expect(choice?.label).toBe('GitLab')
    expect(await (await browser.get(choice?.iconUrl ?? '')).text()).toContain('<svg')
    const response = await browser.signIn('gitlab', 'ada', { returnTo: '/reminder' })
    expect(response.headers.get('location')).toBe('/reminder')
    expect(await userOf(browser)).toMatchObject({
      username: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@gitlab.example.org',
      emailVerified: true,
    })
    expect((await delivered(site, 'Welcome')).recipients).toEqual(['ada@gitlab.example.org'])
  })

  it('shows the fault `cancelled` when the person refuses consent', async () => {
    const { site } = await siteWithGitLab()
    const response = await site.visitor().refuse('gitlab')
    expect(response.headers.get('location')).toBe('/?error=cancelled')
  })

  it('lets the person choose an account', async () => {
    const { site } = await siteWithGitLab()
    const url = new URL(await site.visitor().begin('gitlab', '?chooseAccount=1'))
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ prompt: 'login', scope: 'openid read_user' })
  })

  it('can be connected to an account, with a mail about it, and is in the reminder', async () => {
    const { site } = await siteWithGitLab()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('gitlab', 'ada', '?connect=1')
    expect((await userOf(browser))?.connections.map(({ label }) => label)).toEqual(['GitHub', 'GitLab'])
    expect((await delivered(site, 'was connected')).subject).toContain('GitLab was connected')
    const answer = await browser.post('/api/reminder', { email: 'ada@example.org' })
    expect(answer.status).toBe(200)
    const mail = await delivered(site, 'You sign in')
    expect(mail.subject).toContain('GitHub and GitLab')
    expect(mail.text).toContain(`${site.url}/auth/gitlab`)
  })

  it.each([0, 3])('revokes its tokens when the account is deleted %i hours later', async (hours) => {
    const { site, standIn, advance } = await siteWithGitLab()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.signIn('gitlab', 'ada', '?connect=1')
    advance(hours * HOUR_MS)
    // The deletion needs a recent sign-in. A sign-in with GitHub does not change GitLab's tokens.
    await browser.signIn('github', 'ada')
    expect(standIn.tokens.size).toBe(1)
    await browser.post('/api/account/delete', { username: 'ada' })
    await site.jobsDone()
    expect(standIn.tokens.size).toBe(0)
    const asked = standIn.requests.filter((request) => request.startsWith('POST /oauth/')).slice(2)
    expect(asked).toEqual([...(hours ? ['POST /oauth/token'] : []), 'POST /oauth/revoke'])
    expect((await delivered(site, 'is deleted')).recipients).toEqual(['ada@example.org'])
  })

  it('names the settings in the log when GitLab refuses the client secret', async () => {
    const { site } = await siteWithGitLab({ GITLAB_CLIENT_SECRET: 'rotated' }, /^GitLab says/)
    const response = await site.visitor().signIn('gitlab', 'ada')
    expect(response.headers.get('location')).toBe('/?error=misconfigured')
    const said = site.lines.map(({ msg }) => msg).join()
    expect(said).toContain('GITLAB_CLIENT_ID and GITLAB_CLIENT_SECRET must be those of the application at')
  })

  it('ends the try-out of `npm start` with its settings alone', () => {
    expect(isTryOut({ GITLAB_CLIENT_ID: 'x' }, providers)).toBe(false)
    expect(isTryOut({ GITLAB_CLIENT_ID: 'x' }, [twitter, github])).toBe(true)
  })
})
