import { expect, expectAccessible, test, visiting } from './support/fixtures.ts'

// Chromium logs every answer of 400 and above in its console.
test.use({ expectedConsole: /status of (400|429)|ERR_|about:srcdoc/ })

test('a person who forgot the provider gets the list by mail', async ({ page, site, signIn, context }) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('heading', { name: 'Recent activity' })).toBeVisible()
  await context.clearCookies()
  await page.goto('/')
  await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
  const dialog = page.getByRole('dialog', { name: 'How did I sign in?' })
  await expect(dialog.getByRole('textbox', { name: 'Email' })).toBeFocused()
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
  await page.frameLocator('iframe').getByRole('link', { name: 'GitHub, as @ada' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account$/)
})

test('after a refusal, the form still has the typed address', async ({ page }) => {
  for (const path of ['/reminder', '/']) {
    await page.goto(path)
    if (path === '/') await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
    const field = page.getByRole('textbox', { name: 'Email' })
    await expect(field).toBeFocused()
    for (const [typed, words] of [
      ['', 'Invalid address!'],
      ['ada', 'Invalid address!'],
      ['nobody@example.org', "No user with address 'nobody@example.org' found!"],
      ['<b>x</b>@example.org', 'Invalid address!'],
    ] as const) {
      await field.fill(typed)
      await page.keyboard.press('Enter')
      const alert = page.getByRole('alertdialog')
      await expect(alert.locator('p')).toHaveText(words)
      // The alert takes the place of the dialog.
      await expect(page.locator('.dialog:visible')).toHaveCount(1)
      await alert.getByRole('button', { name: 'OK' }).click()
      await expect(alert).toHaveCount(0)
      await expect(field).toBeFocused()
      await expect(field).toHaveValue(typed)
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      await expect(field).toHaveAccessibleDescription(words)
    }
    await expectAccessible(page)
  }
})

visiting('a button closes the dialog, for phones without an Escape key', async ({ page }) => {
  await page.goto('/')
  const opener = page.getByRole('button', { name: 'Forgot which one you used?' })
  await opener.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(opener).toBeFocused()
})

visiting('the field suits password managers, and a double click sends one request', async ({ page }) => {
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
  await page.getByRole('button', { name: 'Send reminder' }).dblclick()
  await expect(page.getByRole('alertdialog')).toContainText('ok')
  expect(requests).toBe(1)
})
