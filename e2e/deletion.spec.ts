import { expect, expectAccessible, test } from './fixtures.ts'

test('one deletes the account, leaves, and comes back as a new guest', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
  await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await expectAccessible(page)
  const confirm = dialog.getByRole('button', { name: 'Delete my account' })
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(/Type your username/).fill('somebody')
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(/Type your username/).fill('ada')
  await confirm.click()

  await expect(page).toHaveURL(/\/goodbye$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Goodbye')
  const mail = await site.mail.waitFor(({ subject }) => subject.includes('is deleted'))
  expect(mail.recipients).toEqual(['ada@example.org'])
  await page.goto('/account')
  await expect(page).toHaveURL(/\/\?returnTo=\/account$/)

  await signIn(/GitHub/, /Ada Lovelace/)
  await expect(page).toHaveURL(/\/account$/)
  await expect
    .poll(() => site.mail.mails.filter(({ subject }) => subject.startsWith('Welcome')).length)
    .toBe(2)
})

test('one may think better of it', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toBeFocused()
})

test.describe('when it fails', () => {
  test.use({ expectedConsole: /status of 500/ })
  test('one is told, and still there', async ({ page, signIn }) => {
    await signIn(/GitHub/, /Ada Lovelace/)
    const message = 'Your account could not be deleted, and nothing has been lost.'
    await page.route('**/api/account/delete', (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'x', message } } }),
    )
    await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
    await page.getByLabel(/Type your username/).fill('ada')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText(message)
  })
})
