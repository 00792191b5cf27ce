import { expect, expectAccessible, interceptFromStart, test } from './support/fixtures.ts'

test.beforeEach(interceptFromStart)

test('a person deletes the account, and gets a new one at the next sign-in', async ({
  page,
  site,
  signIn,
}) => {
  await signIn('github', /Ada Lovelace/)
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

  await signIn('github', /Ada Lovelace/)
  await expect(page).toHaveURL(/\/account$/)
  await expect
    .poll(() => site.mail.mails.filter(({ subject }) => subject.startsWith('Welcome')).length)
    .toBe(2)
})

test('a person can cancel the deletion', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toBeFocused()
})

test.describe('when it fails', () => {
  test.use({ expectedConsole: /status of 500/ })
  test('the dialog shows the fault', async ({ page, signIn }) => {
    await signIn('github', /Ada Lovelace/)
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
  test('the person signs in again, and returns to the dialog', async ({ page, signIn }) => {
    await signIn('github', /Ada Lovelace/)
    const message = 'Please sign in once more.'
    const refuse = { status: 403, json: { error: { code: 'sign-in-again', message } } }
    // The route must be set after the navigation from the provider, which may drop it.
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

test('the goodbye page shows the steps in progress, until they are done', async ({ page, site, signIn }) => {
  await signIn('github', /Ada Lovelace/)
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

test('the goodbye page says which step failed, and what the person can do', async ({ page }) => {
  const step = (what: string, state: string) => ({
    what,
    state,
    provider: what === 'grant' ? 'GitHub' : null,
  })
  const steps = [step('account', 'done'), step('grant', 'failed'), step('farewell', 'failed')]
  await page.route('**/api/deletion', (route) => route.fulfill({ json: { steps } }))
  await page.goto('/goodbye')
  const rows = page.getByRole('listitem')
  await expect(rows.filter({ hasText: 'Access to GitHub couldn’t be revoked.' })).toContainText(
    'settings of GitHub',
  )
  await expect(rows.filter({ hasText: 'We couldn’t send a final confirmation.' })).toContainText(
    'Didn’t work',
  )
  await expectAccessible(page)
})
