import { describe, expect, it } from 'vitest'
import type { Person } from '../../e2e/standins/people.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** Adds a person at GitHub who pretends to be Ada. */
function impostor(site: Site, github: Partial<NonNullable<Person['github']>>): void {
  const emails = [{ email: 'impostor@example.org', primary: true, verified: true }]
  const person = { id: 9_001, login: 'impostor', emails, ...github }
  site.people.push({ key: 'impostor', name: 'Impostor', note: 'wants in', github: person })
}

const verified = (email: string) => [{ email, primary: true, verified: true }]
const unverified = (email: string) => [{ email, primary: true, verified: false }]

/**
 * Creates Ada's account, signs the impostor in, and expects that they are not in it and that it is unchanged.
 */
async function expectNoWayIn(github: Partial<NonNullable<Person['github']>>): Promise<void> {
  const site = await startTestSite()
  const ada = site.visitor()
  await ada.signIn('github', 'ada')
  const before = await userOf(ada)
  impostor(site, github)
  const browser = site.visitor()
  await browser.signIn('github', 'impostor')
  expect((await userOf(browser))?.id).not.toBe(before?.id)
  expect((await userOf(browser))?.email ?? null).not.toBe('ada@example.org')
  expect(await userOf(ada)).toEqual(before)
}

describe('nobody gets into another person’s account', () => {
  it.each([
    ['with the same address, unverified', { emails: unverified('ada@example.org') }],
    ['with the same address, verified', { emails: verified('ada@example.org') }],
    ['with the address in capitals', { emails: verified('ADA@EXAMPLE.ORG') }],
    ['with the address in fullwidth letters', { emails: verified('ａｄａ@example.org') }],
    ['with a fullwidth at-sign', { emails: verified('ada＠example.org') }],
    ['with a Cyrillic a', { emails: verified('аda@example.org') }],
    ['with a zero-width letter', { emails: verified('ada\u200b@example.org') }],
    ['with a soft hyphen in the domain', { emails: verified('ada@exam\u00adple.org') }],
    ['with a dot behind the domain', { emails: verified('ada@example.org.') }],
    ['with two addresses in one', { emails: verified('ada@example.org,impostor@example.org') }],
    ['with the username that Ada has', { login: 'ada' }],
    ['with that username in other letters', { login: 'ADA' }],
    ['with that username in fullwidth letters', { login: 'ａｄａ' }],
    ['with an id that ends like Ada’s', { id: 11_815 }],
    ['with an id that begins like Ada’s', { id: 18_150 }],
  ])('%s', (_how, github) => expectNoWayIn(github))

  it('by an unverified address that later turns out to be another person’s', async () => {
    const site = await startTestSite()
    const early = site.visitor()
    impostor(site, { emails: unverified('ada@example.org') })
    await early.signIn('github', 'impostor')
    const squatter = await userOf(early)
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    expect((await userOf(ada))?.id).not.toBe(squatter?.id)
    expect(await userOf(ada)).toMatchObject({ email: 'ada@example.org', emailVerified: true })
    expect(squatter).toMatchObject({ email: null })
    expect(await userOf(early)).toEqual(squatter)
  })

  it('by having the same verified address at the other provider', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'margaret')
    const browser = site.visitor()
    expect((await browser.signIn('twitter', 'margaret')).headers.get('location')).toBe('/?error=email-taken')
    expect(await userOf(browser)).toBeNull()
  })

  it('by taking over a username that its owner gave up at the provider', async () => {
    const site = await startTestSite()
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    const { id } = (await userOf(ada)) ?? {}
    const person = site.people.find(({ key }) => key === 'ada')
    if (person?.github) person.github.login = 'countess'
    impostor(site, { login: 'ada' })
    const browser = site.visitor()
    await browser.signIn('github', 'impostor')
    expect((await userOf(browser))?.id).not.toBe(id)
    await ada.signIn('github', 'ada')
    expect((await userOf(ada))?.id).toBe(id)
  })

  it('by the same id at another provider', async () => {
    const site = await startTestSite()
    const ada = site.visitor()
    await ada.signIn('github', 'ada')
    const x = { id: '1815', username: 'ada', email: null }
    site.people.push({ key: 'double', name: 'Double', note: 'has the same id at X', x })
    const browser = site.visitor()
    await browser.signIn('twitter', 'double')
    expect((await userOf(browser))?.id).not.toBe((await userOf(ada))?.id)
  })

  it.each(['018151210', '18151210 ', '+18151210', '١٨١٥١٢١٠', '1.8151210e7'])(
    'by the id %j, which is Ada’s at X in another spelling',
    async (id) => {
      const site = await startTestSite({ expectedErrors: /did not identify the person/ })
      const ada = site.visitor()
      await ada.signIn('twitter', 'ada')
      site.people.push({
        key: 'twin',
        name: 'Twin',
        note: 'ids differ in bytes',
        x: { id, username: 't', email: null },
      })
      const browser = site.visitor()
      await browser.signIn('twitter', 'twin')
      expect((await userOf(browser))?.id).not.toBe((await userOf(ada))?.id)
    },
  )

  it('by connecting an identity that belongs to another account', async () => {
    const site = await startTestSite()
    const grace = site.visitor()
    await grace.signIn('twitter', 'grace')
    const before = await userOf(grace)
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    expect((await browser.signIn('twitter', 'grace', '?connect=1')).headers.get('location')).toBe(
      '/?error=already-connected',
    )
    expect((await userOf(browser))?.connections).toHaveLength(1)
    expect(await userOf(grace)).toEqual(before)
  })

  it('by connecting a provider that knows the address of another account', async () => {
    const site = await startTestSite()
    const margaret = site.visitor()
    await margaret.signIn('github', 'margaret')
    const before = await userOf(margaret)
    const browser = site.visitor()
    await browser.signIn('github', 'grace')
    await browser.signIn('twitter', 'margaret', '?connect=1')
    expect(await userOf(browser)).toMatchObject({ email: null, connections: [{}, {}] })
    expect(await userOf(margaret)).toEqual(before)
  })
})
