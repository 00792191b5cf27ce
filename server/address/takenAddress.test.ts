import { describe, expect, it } from 'vitest'
import { another, ask, codeFor, confirm, signIn } from '../../e2e/support/testAddress.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

describe('the address of another account', () => {
  it('is answered like any other, and its owner is told by mail', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('twitter', 'ada')
    await site.jobsDone()
    const browser = await signIn(site)
    const answers = [await ask(browser, 'ada.lovelace@example.org'), await ask(browser, 'free@example.org')]
    const seen = answers.map(({ status, headers }) => [status, [...headers.keys()]])
    expect(seen[0]).toEqual(seen[1])
    expect(await answers[0]?.json()).toEqual({ pending: 'ada.lovelace@example.org' })
    await site.jobsDone()
    const toAda = site.mail.mails.filter(({ recipients }) => recipients.includes('ada.lovelace@example.org'))
    expect(toAda.map(({ subject }) => subject)).toEqual([
      'Welcome to Doorman',
      'You already have an account at Doorman: you sign in with X (Twitter)',
    ])
    expect(toAda[1]?.text).not.toMatch(/confirm#|\d{6}/)
    expect(toAda[1]?.text).toContain(`${site.url}/auth/twitter`)
  })

  it('is looked up by the job, not while the requester waits', async () => {
    const site = await startTestSite()
    const browser = await signIn(site)
    const { store } = site
    const { find } = store
    let answered = () => {}
    const answer = new Promise<void>((resolve) => {
      answered = resolve
    })
    const lookedUp: string[] = []
    store.find = async (key) => {
      if (!('email' in key)) return find(key)
      await answer
      lookedUp.push(key.email)
      return find(key)
    }
    expect((await ask(browser, 'ada@example.org')).status).toBe(202)
    const [job] = (await site.document()).jobs
    expect(Object.keys(job?.payload ?? {})).toEqual(['userId', 'sealed', 'language'])
    answered()
    await site.jobsDone()
    expect(lookedUp).toEqual(['ada@example.org'])
  })

  it('is refused like a wrong code when another account has verified it meanwhile', async () => {
    const site = await startTestSite()
    const [grace, linus] = [await signIn(site), await signIn(site, 'linus')]
    await ask(grace, 'shared@example.org')
    const codeOfGrace = await codeFor(site, 'shared@example.org')
    await ask(linus, 'shared@example.org')
    expect((await confirm(linus, await codeFor(site, 'shared@example.org'))).status).toBe(204)
    const late = await confirm(grace, codeOfGrace)
    const wrong = await confirm(grace, another(codeOfGrace))
    expect([late.status, await late.text()]).toEqual([wrong.status, await wrong.text()])
    expect(await userOf(grace)).toMatchObject({ email: null })
  })
})
