import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { LANGUAGES } from '../languages/language.ts'

const invalid = (language: string) => textsIn(language).answers.reminder.invalid

describe('the language of an answer', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['BG', 'bg'],
    ['en;q=0.5, es', 'es'],
    ['fr, es-MX;q=0.3', 'es'],
    ['en-GB', 'en'],
    ['de;q=0, es;q=0.1', 'es'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;q=,;', 'en'],
  ])('follows Accept-Language: %j gets %s', async (accepted, language) => {
    const site = await startTestSite()
    const headers = { 'Accept-Language': accepted }
    const response = await site.visitor().post('/api/reminder', { email: '' }, headers)
    expect(await response.text()).toBe(invalid(language))
  })

  it('is the one chosen in this browser, whatever its Accept-Language', async () => {
    const site = await startTestSite()
    const visitor = site.visitor()
    const ask = async () =>
      (await visitor.post('/api/reminder', { email: '' }, { 'Accept-Language': 'bg' })).text()
    for (const language of LANGUAGES) {
      expect((await visitor.post('/api/language', { language })).status).toBe(204)
      expect(await ask()).toBe(invalid(language))
    }
    for (const forged of ['fr', '__proto__', '']) {
      visitor.cookies.set('language', forged)
      expect(await ask()).toBe(invalid('bg'))
    }
  })

  it('is the one of the error page, too', async () => {
    const site = await startTestSite()
    const headers = { Accept: 'text/html', 'Accept-Language': 'es' }
    const page = await (await site.visitor().get('/auth/nobody', headers)).text()
    const { noProvider, back } = textsIn('es').answers.http
    expect(page).toContain('<html lang="es">')
    for (const words of [noProvider, back]) expect(page).toContain(words)
  })
})

describe.each(LANGUAGES)('the answers of the reminder in %s', (language) => {
  const { reminder } = textsIn(language).answers
  const headers = { 'Accept-Language': language }
  const address = 'ada@example.org'

  it('are the contract’s texts in that language, with the same status', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    const visitor = site.visitor()
    const ask = async (email: string) => {
      const response = await visitor.post('/api/reminder', { email }, headers)
      return [response.status, await response.text()]
    }
    const get = await visitor.get('/api/reminder', headers)
    expect([get.status, await get.text()]).toEqual([403, reminder.notPost])
    expect(await ask('ada')).toEqual([400, reminder.invalid])
    const unknown = fill(reminder.unknown, { address: 'bob@example.org' })
    expect(await ask('bob@example.org')).toEqual([400, unknown])
    for (let time = 0; time < 3; time++)
      expect(await ask(address)).toEqual([200, fill(reminder.sent, { address })])
    expect(await ask(address)).toEqual([429, fill(reminder.tooMany, { minutes: 60 })])
  })

  it('reveal nothing when they are private', async () => {
    const site = await startTestSite({ env: { REMINDER_ANSWERS: 'private' } })
    const response = await site.visitor().post('/api/reminder', { email: address }, headers)
    expect([response.status, await response.text()]).toEqual([200, fill(reminder.onItsWay, { address })])
  })
})
