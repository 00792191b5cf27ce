import { brotliCompressSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { expect, expectAccessible, test } from './support/fixtures.ts'

for (const [provider, username] of [
  [/GitHub/, 'ada'],
  [/X \(Twitter\)/, 'ada_lovelace'],
] as const) {
  test(`one signs in through ${provider.source}`, async ({ page, signIn }) => {
    await signIn(provider, /Ada Lovelace/)
    await expect(page).toHaveURL(/\/account$/)
    await expect(page).toHaveTitle('Account – Doorman')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Ada Lovelace')
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText(username)
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/goodbye$/)
    await expectAccessible(page)
    await page.goto('/account')
    await expect(page).toHaveURL(/\/\?returnTo=\/account$/)
  })
}

test('one connects the second provider', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  const doors = page.getByRole('region', { name: 'Sign-in methods' })
  await expect(doors.getByText('Connected', { exact: true })).toHaveCount(2)
  await expect(page.getByText('Connected X (Twitter)')).toBeVisible()
  await expect(page.getByText('Signed in with GitHub')).toBeVisible()
  await expectAccessible(page)
})

test('one turns around at the provider', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Cancel/)
  const notice = page.getByRole('status')
  await expect(notice).toContainText('Sign-in cancelled. Nothing has changed.')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /Continue with/ })).toHaveCount(2)
  await expectAccessible(page)
  await notice.getByRole('link', { name: 'Try again with GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account$/)
})

test('a provider is down', async ({ page, site, signIn }) => {
  site.github.faults.set('/api/v3/user', { kind: 'down' })
  await signIn(/GitHub/, /Ada Lovelace/)
  await expect(page.getByRole('alert')).toContainText('GitHub isn’t responding.')
})

test('an address that has an account here already does not let one in', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Margaret/)
  await page.getByRole('link', { name: 'Sign out' }).click()
  await page.waitForURL('**/goodbye')
  await signIn(/X \(Twitter\)/, /Margaret/)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('emailed you how you sign in')
  await expect(alert).not.toContainText('GitHub')
  const { text } = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
  expect(text).toContain('GitHub')
})

test('one comes back to where one was going', async ({ page }) => {
  await page.goto('/?returnTo=/reminder')
  await page.getByRole('link', { name: /GitHub/ }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/reminder$/)
  await page.goto('/')
  await expect(page.getByText('You’re signed in as Ada Lovelace')).toBeVisible()
})

test.describe('with a step of the site’s own that refuses', () => {
  test.use({ expectedConsole: /404/ })
  test('a code nobody knows still has words', async ({ page }) => {
    await page.goto('/?error=nobody-knows')
    await expect(page.getByRole('alert')).toContainText('Sign-in didn’t work')
    await page.goto('/?error=no-account')
    await expect(page.getByRole('alert')).toContainText('Only people who have an account')
  })

  test('a wrong address shows a wall', async ({ page }) => {
    const response = await page.goto('/nothing')
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no door here')
    await expectAccessible(page)
  })
})

test.describe('on a narrow phone', () => {
  test.use({ viewport: { width: 360, height: 640 } })
  test('everything fits', async ({ page, signIn }) => {
    await page.goto('/')
    await expectAccessible(page)
    const widths = await page
      .getByRole('link', { name: /Continue with/ })
      .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().width))
    expect(new Set(widths).size).toBe(1)
    await signIn(/X \(Twitter\)/, /Ada Lovelace/)
    await page.getByRole('heading', { name: 'Tell the world?' }).waitFor()
    await expectAccessible(page)
  })
})

test('the sign-in page is light: at most 18 kB of script and style', async ({ page }) => {
  let bytes = 0
  page.on('response', async (response) => {
    const isCode = /\.(js|css)$/.test(new URL(response.url()).pathname)
    if (isCode) bytes += Number(response.headers()['content-length'])
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(bytes).toBeGreaterThan(5_000)
  // The style is part of the page.
  const style = await page.locator('style').evaluateAll((all) => all.map((one) => one.textContent).join(''))
  expect(style.length).toBeGreaterThan(5_000)
  expect(bytes + brotliCompressSync(style).length).toBeLessThanOrEqual(18_000)
})

test('the keyboard is enough', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  const seen: (string | undefined)[] = []
  for (let presses = 0; presses < 4; presses++) {
    await page.keyboard.press('Tab')
    seen.push(await focused())
  }
  expect(seen).toEqual([
    'Doorman',
    'Continue with X (Twitter)',
    'Continue with GitHub',
    'Forgot which one you used?',
  ])
})

test('going back after signing out shows nothing of the account', async ({ site, launchOptions }) => {
  // Playwright turns the browser's cache of whole pages off; people have it on.
  const ignoreDefaultArgs = ['--disable-back-forward-cache']
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs })
  const page = await browser.newPage({ baseURL: site.url })
  await page.goto('/auth/github')
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await page.getByRole('link', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/goodbye$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/\?returnTo=\/account$/)
  await expect(page.getByText('Ada Lovelace')).toHaveCount(0)
  await browser.close()
})
