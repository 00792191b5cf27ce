import { expect, expectAccessible, test } from './fixtures.ts'

const HEADINGS = {
  'bg-BG': 'Заповядайте',
  'de-DE': 'Komm',
  'es-ES': 'Adelante',
  'en-GB': 'Come on in',
  'fr-FR': 'Come on in',
}

for (const [locale, heading] of Object.entries(HEADINGS)) {
  test.describe(`a browser that asks for ${locale}`, () => {
    test.use({ locale })
    test('is answered in it, or in English', async ({ page }) => {
      await page.goto('/')
      await expect(page.getByRole('heading', { level: 1 })).toContainText(heading)
      const language = heading === 'Come on in' ? 'en' : locale.slice(0, 2)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expectAccessible(page)
    })
  })
}

test.describe('the switch', () => {
  test.use({ expectedConsole: /status of 400/ })
  test('is remembered on the device, and followed by answers and mails', async ({ page, site, signIn }) => {
    await page.goto('/')
    await page.getByLabel('Language').selectOption('Deutsch')
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    await page.getByRole('button', { name: /Vergessen/ }).click()
    await page.locator('#reminderEmail').fill('nobody@example.org')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toContainText('nobody@example.org')
    await expect(page.getByRole('alertdialog')).not.toContainText('No user')
    await page.keyboard.press('Enter')

    await signIn(/GitHub/, /Ada Lovelace/)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Hallo')
    await expectAccessible(page)
    const mail = await site.mail.waitFor(({ recipients }) => recipients.includes('ada@example.org'))
    expect(mail.subject).toContain('Willkommen')
    expect(mail.html).toContain('<html lang="de">')

    await page.getByLabel('Sprache').selectOption('Español')
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  })
})
