import type { Page } from '@playwright/test'
import { expect, expectAccessible, interceptFromStart, test, visiting } from './support/fixtures.ts'

test.beforeEach(interceptFromStart)

// Chromium logs every failed request in its console.
test.use({ expectedConsole: /status of (400|500)|ERR_/ })

const HELLO = { name: 'Hello, Ada Lovelace' }

/** Two faults that make all requests of the page's script fail. */
const TROUBLES = {
  'the network cut': (page: Page) => page.route('**/api/**', (route) => route.abort('internetdisconnected')),
  'a server that fails': (page: Page) =>
    page.route('**/api/**', (route) => route.fulfill({ status: 500, body: '<html>' })),
}

/** The actions on the account page of a person who has signed in with X and connected GitHub. */
const ACTS: Record<string, (page: Page) => Promise<void>> = {
  post: (page) => page.getByRole('button', { name: 'Post', exact: true }).click(),
  decline: (page) => page.getByRole('button', { name: 'No thanks' }).click(),
  'sign a device out': (page) => page.getByRole('button', { name: /^Sign out Chrome/ }).click(),
  'sign all others out': (page) =>
    page
      .getByRole('region', { name: 'Devices' })
      .getByRole('button', { name: 'Sign out other devices' })
      .click(),
  download: (page) => page.getByRole('link', { name: 'Download your data' }).click(),
  'switch the language': (page) => page.getByRole('button', { name: 'Deutsch' }).click(),
  'change the address': async (page) => {
    await page.getByRole('button', { name: 'Change email' }).click()
    await page.getByRole('textbox', { name: 'Email' }).fill('new@example.org')
    await page.keyboard.press('Enter')
  },
  disconnect: async (page) => {
    await page.getByRole('button', { name: 'Disconnect GitHub' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  },
  delete: async (page) => {
    await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
    await page.getByLabel(/Type your username/).fill('ada_lovelace')
    await page.keyboard.press('Enter')
  },
}

test('an action that fails shows its fault, and the page stays', async ({ page, browser, site, signIn }) => {
  await signIn('twitter', /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  const elsewhere = await browser.newPage({ baseURL: site.url })
  await elsewhere.goto('/auth/github')
  await elsewhere.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(elsewhere).toHaveURL(/\/account$/)
  await elsewhere.close()
  for (const cause of Object.values(TROUBLES)) {
    for (const act of Object.values(ACTS)) {
      await page.goto('/account')
      await expect(page.getByRole('button', { name: /^Sign out Chrome/ })).toBeVisible()
      await cause(page)
      await act(page)
      await expect(page.getByRole('alert')).toHaveCount(1)
      await expect(page.getByRole('alert')).toHaveText(/We couldn’t reach the server|couldn’t read/)
      await expect(page.getByRole('alert')).toBeInViewport()
      await expect(page.getByText(HELLO.name)).toHaveCount(1)
      await expect(page.getByText('The door is stuck')).toHaveCount(0)
      await page.unrouteAll()
    }
  }
})

for (const [trouble, cause] of Object.entries(TROUBLES)) {
  test(`the reminder keeps the typed address after ${trouble}`, async ({ page, site }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
    await cause(page)
    const dialog = page.getByRole('dialog', { name: 'How did I sign in?' })
    const field = dialog.getByRole('textbox', { name: 'Email' })
    await field.fill('ada@example.org')
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'OK' }).click()
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('ada@example.org')
    await expect(field).toHaveAccessibleDescription(/.+/)
    await expectAccessible(page)
    await page.unrouteAll()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toContainText("'ada@example.org'")
    await page.getByRole('alertdialog').getByRole('button', { name: 'OK' }).click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('link', { name: 'Continue with GitHub' })).toBeVisible()
    expect(page.url()).toBe(`${site.url}/`)
  })
}

visiting('when a script does not load, the page stays as the server rendered it', async ({ page }) => {
  await page.route('**/assets/App-*.js', (route) => route.abort())
  await page.goto('/goodbye')
  await expect(page.getByRole('alert')).toContainText('Part of this page failed to load.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goodbye, and safe travels')
  await expect(page.getByRole('link', { name: 'Back to sign-in' })).toBeVisible()
  await page.unroute('**/assets/App-*.js')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a part of the page that cannot be loaded says so, and can be loaded again', async ({
  page,
  signIn,
}) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('heading', HELLO)).toBeVisible()
  await page.route('**/api/account/sessions', (route) => route.abort())
  await page.reload()
  const missing = page.getByText('Your devices could not be loaded.')
  await expect(missing).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sign-in methods' })).toBeVisible()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(missing).toHaveCount(0)
})

for (const [width, height] of [
  [640, 400],
  [844, 390],
  [740, 360],
  [320, 256],
] as const) {
  visiting(`a provider is in the viewport of ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.goto('/')
    await expect(page.getByRole('link', { name: /Continue with/ }).first()).toBeInViewport({ ratio: 0.9 })
  })
}

test('on a small phone, a fault is in the viewport, and its field has the focus', async ({
  page,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 640 })
  await signIn('github', /Grace Hopper/)
  const field = page.getByRole('textbox', { name: 'Email' })
  await field.fill('grace')
  await page.route('**/api/account/address', (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'x', message: 'Not now.' } } }),
  )
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('Not now.')
  await expect(page.getByRole('alert')).toBeInViewport()
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription('Not now.')
})
