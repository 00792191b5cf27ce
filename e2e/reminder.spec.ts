import { expect, expectAccessible, test } from './fixtures.ts'

// Chromium reports every answer of 400 and above in its console.
test.use({ expectedConsole: /status of (400|429)|ERR_|about:srcdoc/ })

test('who forgot their provider gets the list by mail', async ({ page, site, signIn, context }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  await expect(page.getByRole('heading', { name: 'Recent activity' })).toBeVisible()
  await context.clearCookies()
  await page.goto('/')
  await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Which door was mine?' })
  await expect(dialog.getByLabel('Your mail address')).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.type('ada@example.org')
  await page.keyboard.press('Enter')

  const alert = page.getByRole('alertdialog')
  await expect(alert).toContainText("Reminder sent to 'ada@example.org'")
  await expect(dialog).toHaveCount(0)
  await expectAccessible(page)
  await expect(alert.getByRole('button', { name: 'OK' })).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)).not.toBe('MAIN')
  await alert.getByRole('button', { name: 'OK' }).click()
  await expect(alert).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Forgot which one you used?' })).toBeFocused()

  const mail = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
  await page.goto(`${site.mail.inboxUrl}/mails/${site.mail.mails.indexOf(mail)}`)
  await page.frameLocator('iframe').getByRole('link', { name: 'Sign in with GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account$/)
})

test('the server’s own words are shown, whatever they are', async ({ page }) => {
  await page.goto('/reminder')
  await expectAccessible(page)
  for (const [typed, words] of [
    ['', 'Invalid address!'],
    ['ada', 'Invalid address!'],
    ['nobody@example.org', "No user with address 'nobody@example.org' found!"],
    ['<b>x</b>@example.org', 'Invalid address!'],
  ] as const) {
    await page.getByLabel('Your mail address').fill(typed)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog').locator('p')).toHaveText(words)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
  }
})

test('there are words when the server cannot be reached', async ({ page }) => {
  await page.goto('/reminder')
  await page.route('**/api/reminder', (route) => route.abort())
  await page.getByLabel('Your mail address').fill('ada@example.org')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toContainText('We could not reach the server')
})

test('a password manager and a double click find what they expect', async ({ page }) => {
  let requests = 0
  await page.route('**/api/reminder', async (route) => {
    requests++
    await route.fulfill({ status: 200, contentType: 'text/plain', body: 'ok' })
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
  const field = page.locator('#reminderForm input')
  await expect(field).toHaveCount(1)
  await expect(field).toHaveAttribute('type', 'email')
  await expect(field).toHaveAttribute('autocomplete', 'email')
  await field.fill('ada@example.org')
  await page.getByRole('button', { name: 'Remind me' }).dblclick()
  await expect(page.getByRole('alertdialog')).toContainText('ok')
  expect(requests).toBe(1)
})
