import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import type { ErrorAnswer } from '../api.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { LANGUAGES } from '../languages/language.ts'

describe('choosing a language', () => {
  it('is remembered for a year, in this browser and for this site only', async () => {
    const site = await startTestSite()
    const response = await site.visitor().post('/api/language', { language: 'de' })
    expect(response.headers.get('cache-control')).toBe('no-store')
    const [cookie = '', ...others] = response.headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^language=de; path=\/; expires=[^;]+; samesite=lax; httponly$/)
    const expires = Date.parse(/expires=([^;]+)/.exec(cookie)?.[1] ?? '')
    expect(expires - Date.now()).toBeGreaterThan(364 * 24 * 3_600_000)
  })

  it('sets a Secure cookie on a secure site', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://example.org' } })
    const response = await site.visitor().post('/api/language', { language: 'de' })
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-language=de;.*; secure/)
  })

  it('uses only the cookie with the prefix when the site is served over https', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: 'https://example.org' } })
    const messageWith = async (cookie: string) => {
      const headers = { Cookie: cookie, 'Accept-Language': 'en' }
      const answer = await site.visitor().post('/api/language', { language: 'fr' }, headers)
      return ((await answer.json()) as ErrorAnswer).error.message
    }
    expect(await messageWith('language=de')).toBe(textsIn('en').answers.http.noLanguage)
    expect(await messageWith('__Host-language=de')).toBe(textsIn('de').answers.http.noLanguage)
  })

  it('accepts only the languages that exist', async () => {
    const site = await startTestSite()
    for (const language of ['fr', 'EN', '', '__proto__', 'de; domain=evil.example']) {
      const response = await site.visitor().post('/api/language', { language })
      expect([response.status, response.headers.get('set-cookie')], language).toEqual([400, null])
    }
  })
})

describe('the language of mails', () => {
  it('is the language of the browser at sign-in', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.post('/api/language', { language: 'es' })
    await browser.signIn('github', 'ada')
    const { subject } = textsIn('es').mails.welcome
    const mail = await site.mail.waitFor((one) => one.subject === fill(subject, { site: 'Doorman' }))
    expect(mail.html).toContain('<html lang="es">')
  })

  it('follows the choice, whoever causes the mail, up to the last mail', async () => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    for (const language of LANGUAGES) {
      await browser.post('/api/language', { language })
      const subject = fill(textsIn(language).mails.reminder.subject, { site: 'Doorman', providers: 'GitHub' })
      site.advance(3_600_000)
      await site.visitor().post('/api/reminder', { email: 'ada@example.org' }, { 'Accept-Language': 'en' })
      const mail = await site.mail.waitFor((one) => one.subject === subject)
      expect(mail.html).toContain(`<html lang="${language}">`)
    }
    await browser.signIn('github', 'ada')
    await browser.post('/api/language', { language: 'bg' })
    await browser.post('/api/account/delete', { username: 'ada' })
    const last = fill(textsIn('bg').mails.farewell.subject, { site: 'Doorman' })
    await site.mail.waitFor((one) => one.subject === last)
  })
})
