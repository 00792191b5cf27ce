import { expect, interceptFromStart, test } from './support/fixtures.ts'

test.beforeEach(interceptFromStart)

test.use({ expectedConsole: /status of 503/ })

const refusal = { status: 503, json: { error: { code: 'x', message: 'Not now.' } } }

test('the focus stays on the button when a post fails', async ({ page, signIn }) => {
  await signIn('twitter', /Ada Lovelace/)
  await page.route('**/api/welcome-tweet', (route) => {
    const error = { code: 'x', message: route.request().method() }
    return route.fulfill({ status: 503, json: { error } })
  })
  const answers = [
    ['Post', 'POST'],
    ['No thanks', 'DELETE'],
    ['Post', 'POST'],
  ] as const
  for (const [name, words] of answers) {
    const button = page.getByRole('button', { name, exact: true })
    await button.press('Enter')
    await expect(page.getByRole('alert')).toHaveText(words)
    await expect(button).toBeFocused()
  }
})

test('the dialog to disconnect focuses “Cancel” first, and keeps the focus when it fails', async ({
  page,
  signIn,
}) => {
  await signIn('twitter', /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await page.getByRole('button', { name: 'Disconnect X (Twitter)' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.route('**/api/account/connections/**', (route) => route.fulfill(refusal))
  const button = dialog.getByRole('button', { name: 'Disconnect' })
  await button.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText('Not now.')
  await expect(button).toBeFocused()
})

test('the focus stays on the button when a deletion fails', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await page.goto('/account?delete')
  await page.getByLabel(/Type your username/).fill('ada')
  await page.route('**/api/account/delete', (route) => route.fulfill(refusal))
  const button = page.getByRole('button', { name: 'Delete my account' })
  await button.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('Not now.')
  await expect(button).toBeFocused()
})

test('the focus moves from “Cancel post” to the state when the post is sent', async ({
  page,
  site,
  signIn,
}) => {
  const fault = { kind: 'answer', status: 503, body: '' } as const
  site.x.faults.set('/2/tweets', fault)
  await signIn('twitter', /Ada Lovelace/)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  const consents = page.getByRole('region', { name: 'Posts on X' })
  await consents.getByRole('button', { name: 'Cancel post' }).focus()
  site.x.faults.clear()
  await expect(consents).toContainText('Posted on', { timeout: 30_000 })
  await expect(consents.locator('.consent-state')).toBeFocused()
})

test('a fault disappears when the next try succeeds', async ({ page, browser, site, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const elsewhere = await browser.newPage({ baseURL: site.url })
  await elsewhere.goto('/auth/github')
  await elsewhere.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(elsewhere).toHaveURL(/\/account$/)
  await page.reload()
  const devices = page.getByRole('region', { name: 'Devices' })
  const end = devices.getByRole('button', { name: /^Sign out Chrome/ })
  await page.route('**/api/account/sessions/**', (route) => route.fulfill(refusal))
  await end.click()
  await expect(devices.getByRole('alert')).toHaveText('Not now.')
  await expect(end).toBeFocused()
  await page.unroute('**/api/account/sessions/**')
  await end.click()
  await expect(devices.getByRole('listitem').getByRole('status')).toBeFocused()
  await expect(devices.getByRole('alert')).toHaveCount(0)
})

test('a part that cannot be loaded offers to try again', async ({ page, signIn }) => {
  await page.route('**/api/account/sessions', (route) => route.fulfill(refusal))
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('alert')).toBeVisible()
  await page.unroute('**/api/account/sessions')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('region', { name: 'Devices' })).toBeVisible()
})
