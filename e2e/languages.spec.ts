import { textsIn } from '../server/languages/catalogue.ts'
import { expect, expectAccessible, test, visiting } from './support/fixtures.ts'

const ASKED_FOR = { 'bg-BG': 'bg', 'de-AT': 'de', 'es-MX': 'es', 'en-GB': 'en', 'fr-FR': 'en' }

for (const [locale, language] of Object.entries(ASKED_FOR)) {
  test.describe(`for a browser with the language ${locale}`, () => {
    test.use({ locale })
    visiting(`the page is in ${language}`, async ({ page }) => {
      await page.goto('/')
      const { welcome } = textsIn(language).pages.signin
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(welcome)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expectAccessible(page)
    })
  })
}

test.describe('the choice of the language', () => {
  test.use({ expectedConsole: /ERR_FAILED/ })
  test('marks the language of the page, and applies to mails, too', async ({ page, site, signIn }) => {
    await page.goto('/')
    const languages = page.getByRole('list', { name: 'Language' })
    await expect(languages.getByRole('button')).toHaveText(['English', 'Български', 'Deutsch', 'Español'])
    await expect(languages.locator('[aria-current=true]')).toHaveText('English')
    await languages.getByRole('button', { name: 'Deutsch' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('list', { name: 'Sprache' }).locator('[aria-current=true]')).toHaveText(
      'Deutsch',
    )

    await signIn('github', /Ada Lovelace/)
    const mail = await site.mail.waitFor(({ recipients }) => recipients.includes('ada@example.org'))
    expect(mail.subject).toContain('Willkommen')
    expect(mail.html).toContain('<html lang="de">')

    await page.getByRole('button', { name: 'Español' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  })

  visiting('shows a fault and keeps the page when the server does not answer', async ({ page }) => {
    await page.goto('/')
    await page.route('**/api/language', (route) => route.abort())
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await expect(page.getByRole('alert')).toContainText('We couldn’t reach the server')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Come on in')
  })
})
