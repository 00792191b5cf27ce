import { describe, expect, it } from 'vitest'
import { arrive, bearer, codeOf, startDesk, TOKEN, wordsOf } from '../../e2e/support/testDesk.ts'

const PEOPLE = '/api/desk/people'
const HOUR_MS = 3_600_000

describe('access to the desk', () => {
  it('is given to operators only', async () => {
    const { site, operator } = await startDesk()
    const { browser, id } = await arrive(site, 'ada')
    expect(await codeOf(site.visitor().get(PEOPLE))).toBe('401 signed-out')
    expect(await codeOf(operator.get(PEOPLE))).toBe('200')
    const addresses = [
      PEOPLE,
      `${PEOPLE}/${id}`,
      `${PEOPLE}/${id}/export`,
      '/api/desk/jobs',
      '/api/desk/overview',
    ]
    const wrong = bearer('wrong')
    for (const address of addresses) {
      expect(await codeOf(browser.get(address))).toBe('403 no-operator')
      expect(await codeOf(site.visitor().get(address, wrong))).toBe('403 wrong-token')
    }
    const deeds = [
      `${PEOPLE}/${id}/lock`,
      `${PEOPLE}/${id}/unlock`,
      `${PEOPLE}/${id}/end-sessions`,
      `${PEOPLE}/${id}/delete`,
      '/api/desk/jobs/1/retry',
      '/api/desk/jobs/1/discard',
      '/api/desk/jobs/retry',
      `/api/desk/tweets/${id}/1/settle`,
    ]
    for (const address of deeds) {
      expect(await codeOf(browser.post(address, { reason: 'x' }))).toBe('403 no-operator')
      expect(await codeOf(site.visitor().post(address))).toBe('401 signed-out')
      expect(await codeOf(site.visitor().post(address, {}, wrong))).toBe('403 wrong-token')
    }
    expect(await wordsOf(browser.get(PEOPLE, { 'Accept-Language': 'de' }))).toContain('Betreiber')
  }, 40_000)

  it('requires a sign-in within twelve hours, once again through the provider', async () => {
    const { site, operator } = await startDesk()
    site.advance(12 * HOUR_MS - 60_000)
    expect(await codeOf(operator.get(PEOPLE))).toBe('200')
    site.advance(120_000)
    expect(await codeOf(operator.get(PEOPLE))).toBe('403 sign-in-again')
    await operator.signIn('github', 'margaret')
    expect(await codeOf(operator.get(PEOPLE))).toBe('200')
  })

  it('depends on the identity that signed in, never on a name or an address', async () => {
    const { site } = await startDesk({ env: { OPERATORS: 'twitter:18151210' } })
    const { browser } = await arrive(site, 'ada')
    expect(await codeOf(browser.get(PEOPLE))).toBe('403 no-operator')
    const { browser: asOperator } = await arrive(site, 'ada', 'twitter')
    expect(await codeOf(asOperator.get(PEOPLE))).toBe('200')
  })

  it('ends with the next request after removal from OPERATORS, disconnecting, deletion or a lock', async () => {
    const { site, operator } = await startDesk()
    const [margaret] = (await site.document()).accounts
    const id = margaret?.user.id ?? ''
    await operator.get(await operator.choose(await operator.begin('twitter', '?connect=1'), 'margaret'))
    const removed = await operator.fetch('/api/account/connections/github/1969', { method: 'DELETE' })
    expect(removed.status).toBe(204)
    expect(await codeOf(operator.get(PEOPLE))).toBe('403 no-operator')

    await site.restart({ OPERATORS: 'twitter:19690720' })
    await operator.signIn('twitter', 'margaret')
    expect(await codeOf(operator.get(PEOPLE))).toBe('200')
    await site.restart({ OPERATORS: 'github:1' })
    expect(await codeOf(operator.get(PEOPLE))).toBe('403 no-operator')
    const lock = { reason: 'gone rogue' }
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/lock`, lock))).toBe('403 no-operator')
    const program = site.visitor()
    expect(await codeOf(program.post(`${PEOPLE}/${id}/lock`, lock, bearer(TOKEN)))).toBe('204')
    await site.restart({ OPERATORS: 'twitter:19690720' })
    expect(await codeOf(operator.get(PEOPLE))).toBe('401 signed-out')
  })

  it('is given to programs with the token; wrong tokens are limited and do not fill the log', async () => {
    const { site, operator } = await startDesk()
    const program = site.visitor()
    expect(await codeOf(program.get(PEOPLE, bearer(TOKEN)))).toBe('200')
    expect(await codeOf(operator.get(PEOPLE, bearer('wrong')))).toBe('403 wrong-token')
    expect(await codeOf(program.get(PEOPLE, { Authorization: 'Bearer' }))).toBe('403 wrong-token')
    expect(await codeOf(program.get(PEOPLE, { Authorization: 'Basic x' }))).toBe('401 signed-out')
    expect(await codeOf(operator.get(PEOPLE, { Authorization: 'Basic x' }))).toBe('200')
    for (let n = 0; n < 28; n++) await program.get(PEOPLE, bearer(`${TOKEN}${n}`))
    expect(await codeOf(program.get(PEOPLE, bearer('wrong')))).toBe('429 too-many')
    expect(site.lines.filter(({ msg }) => msg === 'a program came with a wrong token')).toHaveLength(30)
    expect(JSON.stringify(site.lines)).not.toContain(TOKEN)
  })

  it('is given to no token when none is set', async () => {
    const { site } = await startDesk({ env: { OPERATOR_TOKEN: '' } })
    expect(await codeOf(site.visitor().get(PEOPLE, bearer('')))).toBe('403 wrong-token')
    expect(await codeOf(site.visitor().get(PEOPLE, bearer('null')))).toBe('403 wrong-token')
  })

  it('is not given to requests that another site caused', async () => {
    const { site, operator } = await startDesk()
    const { id } = await arrive(site, 'ada')
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    const lock = operator.post(`${PEOPLE}/${id}/lock`, { reason: 'x' }, elsewhere)
    expect(await codeOf(lock)).toBe('403 cross-site')
    expect(await codeOf(operator.get(`${PEOPLE}/${id}/export`, elsewhere))).toBe('403 cross-site')
    expect((await site.store.find({ id }))?.user.lock).toBeNull()
  })
})
