import { expect, expectAccessible, test } from './support/fixtures.ts'

test.use({ expectedConsole: /status of 403/ })

const again = { status: 403, json: { error: { code: 'sign-in-again', message: 'Please sign in again.' } } }

test('a change that needs a recent sign-in offers links for it, in its own form', async ({
  page,
  signIn,
}) => {
  await signIn('github', /Ada Lovelace/)
  await page.getByRole('button', { name: 'Change email' }).click()
  await page.route('**/api/account/address', (route) =>
    route.request().method() === 'POST' ? route.fulfill(again) : route.continue(),
  )
  const field = page.getByRole('textbox', { name: 'Email' })
  await field.fill('new@example.org')
  await page.keyboard.press('Enter')
  await expect(page.locator('.notice').getByRole('alert')).toHaveText('Please sign in again.')
  await expect(page.getByRole('alert')).toHaveCount(1)
  await expect(field).toHaveValue('new@example.org')
  await expect(field).not.toHaveAttribute('aria-invalid', 'true')
  const way = page.getByRole('link', { name: 'Sign in again with GitHub' })
  await expect(way).toHaveAttribute('href', '/auth/github?chooseAccount=1&returnTo=%2Faccount%23profile')
  await expectAccessible(page)
  await way.click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account#profile$/)
})

test('a refused connection that needs a recent sign-in offers links for it', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('link', { name: 'Connect X (Twitter)' })).toHaveAttribute(
    'href',
    '/auth/twitter?connect=1&returnTo=%2Faccount',
  )
  await page.goto('/account?error=sign-in-again')
  await expect(page.locator('.notice').getByRole('alert')).toContainText(
    'sign in again before you change this',
  )
  await expect(page.getByRole('link', { name: 'Sign in again with GitHub' })).toHaveAttribute(
    'href',
    '/auth/github?chooseAccount=1&returnTo=%2Faccount%23methods',
  )
  await expectAccessible(page)
})

test('after a connection, the page offers to sign out other devices', async ({
  page,
  browser,
  site,
  signIn,
}) => {
  await signIn('github', /Ada Lovelace/)
  const elsewhere = await browser.newPage({ baseURL: site.url })
  await elsewhere.goto('/auth/github')
  await elsewhere.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(elsewhere).toHaveURL(/\/account$/)
  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page.getByText('X (Twitter) is connected.')).toBeVisible()
  const offer = page.getByRole('region', { name: 'Sign out other devices?' })
  await expectAccessible(page)
  await offer.getByRole('button', { name: 'Sign out other devices' }).click()
  await expect(page.getByText('Other devices are signed out.').first()).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere).toHaveURL(/returnTo=\/account$/)
  await page.reload()
  await expect(page.getByRole('region', { name: 'Devices' })).toBeVisible()
  await expect(offer).toHaveCount(0)
  await elsewhere.close()
})
