import { expect, expectAccessible, test } from './support/fixtures.ts'

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
  const steps = page.getByRole('region').getByRole('listitem')
  await expect(steps).toHaveCount(5)
  await expect(steps.filter({ hasText: 'In progress' })).toHaveCount(0)
  const told = page.getByRole('heading', { name: 'Your account is deleted' })
  await expect(told).toHaveAttribute('aria-live', 'polite')
  await expectAccessible(page)
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
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toBeFocused()
})

test.describe('when it fails', () => {
  test.use({ expectedConsole: /status of 500/ })
  test('one is told, and still there', async ({ page, signIn }) => {
    await signIn(/GitHub/, /Ada Lovelace/)
    const message = 'Your account couldn’t be deleted. Nothing has been lost.'
    await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
    await page.route('**/api/account/delete', (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'x', message } } }),
    )
    await page.getByLabel(/Type your username/).fill('ada')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText(message)
  })
})

test.describe('after a long time', () => {
  test.use({ expectedConsole: /status of 403/ })
  test('one signs in once more, and is back in the dialog', async ({ page, signIn }) => {
    await signIn(/GitHub/, /Ada Lovelace/)
    const message = 'Please sign in once more.'
    const refuse = { status: 403, json: { error: { code: 'sign-in-again', message } } }
    // Only once we are back here: what is set up on the way from the provider may be lost.
    await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
    await page.route('**/api/account/delete', (route) => route.fulfill(refuse))
    await page.getByLabel(/Type your username/).fill('ada')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText(message)
    await expectAccessible(page)
    await page.unroute('**/api/account/delete')
    await page.getByRole('link', { name: 'Sign in again with GitHub' }).click()
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/Type your username/)
      .fill('ada')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/goodbye$/)
  })
})

test('what is not done yet is shown, until it is', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
  await site.mail.stop()
  await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
  await page.getByLabel(/Type your username/).fill('ada')
  await page.keyboard.press('Enter')
  const farewell = page.getByRole('listitem').filter({ hasText: 'final confirmation' })
  await expect(farewell).toContainText('In progress')
  await site.mail.start()
  await expect(farewell).toContainText('Done', { timeout: 20_000 })
})

test('the door that was used last bears a mark', async ({ page, signIn }) => {
  await page.goto('/')
  await expect(page.getByText('Last used')).toHaveCount(0)
  await signIn(/GitHub/, /Ada Lovelace/)
  await page.getByRole('link', { name: 'Sign out' }).click()
  await page.waitForURL('**/goodbye')
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Continue with GitHub.*Last used/ })).toBeVisible()
  await expectAccessible(page)
})
