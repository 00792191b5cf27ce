import { brotliCompressSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { expect, expectAccessible, test, visiting } from './support/fixtures.ts'

for (const [provider, username] of [
  [/GitHub/, 'ada'],
  [/X \(Twitter\)/, 'ada_lovelace'],
] as const) {
  test(`a visitor signs in with ${provider.source}, and signs out`, async ({ page, signOut }) => {
    await page.goto('/')
    await page.getByRole('link', { name: provider }).click()
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(page).toHaveURL(/\/account$/)
    await expect(page).toHaveTitle('Account – Doorman')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Ada Lovelace')
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText(username)
    await expectAccessible(page)

    await signOut()
    await expectAccessible(page)
    await page.goto('/account')
    await expect(page).toHaveURL(/\/\?returnTo=\/account$/)
  })
}

test('a person connects the second provider', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  const methods = page.getByRole('region', { name: 'Sign-in methods' })
  await expect(methods.getByText('Connected', { exact: true })).toHaveCount(2)
  await expect(page.getByText('Connected X (Twitter)')).toBeVisible()
  await expect(page.getByText('Signed in with GitHub')).toBeVisible()
  await expectAccessible(page)
})

test('a visitor cancels at the provider, and tries again', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: /GitHub/ }).click()
  await page.getByRole('button', { name: /Cancel/ }).click()
  const notice = page.getByRole('status')
  await expect(notice).toContainText('Sign-in cancelled. Nothing has changed.')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /Continue with/ })).toHaveCount(2)
  await expectAccessible(page)
  await notice.getByRole('link', { name: 'Try again with GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account$/)
})

test('the sign-in page names a provider that does not answer', async ({ page, site }) => {
  site.github.faults.set('/api/v3/user', { kind: 'down' })
  await page.goto('/')
  await page.getByRole('link', { name: /GitHub/ }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page.getByRole('alert')).toContainText('GitHub isn’t responding.')
})

test('an identity with the address of an existing account is refused, and the owner gets a mail', async ({
  page,
  site,
  signIn,
  signOut,
}) => {
  await signIn('github', /Margaret/)
  await signOut()
  await signIn('twitter', /Margaret/)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('emailed you how you sign in')
  await expect(alert).not.toContainText('GitHub')
  const { text } = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
  expect(text).toContain('GitHub')
})

test('a sign-in returns to the page of returnTo', async ({ page }) => {
  await page.goto('/?returnTo=/reminder')
  await page.getByRole('link', { name: /GitHub/ }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/reminder$/)
  await page.goto('/')
  await expect(page.getByText('You’re signed in as Ada Lovelace')).toBeVisible()
})

test.describe('with unknown codes and paths', () => {
  test.use({ expectedConsole: /404/ })
  visiting(
    'the sign-in page shows general words for an unknown code, and the owner’s words for theirs',
    async ({ page }) => {
      await page.goto('/?error=nobody-knows')
      await expect(page.getByRole('alert')).toContainText('Sign-in didn’t work')
      await page.goto('/?error=no-account')
      await expect(page.getByRole('alert')).toContainText('Only people who have an account')
    },
  )

  visiting('an unknown path shows the page without a door', async ({ page }) => {
    const response = await page.goto('/nothing')
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no door here')
    await expectAccessible(page)
  })
})

test.describe('on a narrow phone', () => {
  test.use({ viewport: { width: 360, height: 640 } })
  test('the pages fit, and all providers have the same width', async ({ page, signIn }) => {
    await page.goto('/')
    await expectAccessible(page)
    const widths = await page
      .getByRole('link', { name: /Continue with/ })
      .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().width))
    expect(new Set(widths).size).toBe(1)
    await signIn('twitter', /Ada Lovelace/)
    await page.getByRole('heading', { name: 'Tell the world?' }).waitFor()
    await expectAccessible(page)
  })
})

visiting('the sign-in page has at most 18 kB of script and style', async ({ page }) => {
  let bytes = 0
  page.on('response', async (response) => {
    const isCode = /\.(js|css)$/.test(new URL(response.url()).pathname)
    if (isCode) bytes += Number(response.headers()['content-length'])
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(bytes).toBeGreaterThan(5_000)
  // The server puts the style into the page.
  const style = await page.locator('style').evaluateAll((all) => all.map((one) => one.textContent).join(''))
  expect(style.length).toBeGreaterThan(5_000)
  expect(bytes + brotliCompressSync(style).length).toBeLessThanOrEqual(18_000)
})

visiting('Tab reaches the links and buttons of the sign-in page in order', async ({ page }) => {
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

test('the provider that was used last has a mark', async ({ page, signIn, signOut }) => {
  await page.goto('/')
  await expect(page.getByText('Last used')).toHaveCount(0)
  await signIn('github', /Ada Lovelace/)
  await signOut()
  await page.goto('/')
  const way = page.getByRole('link', { name: /Continue with GitHub.*Last used/ })
  await expect(way).toBeVisible()
  // The mark takes no room from the words, so that buttons on a phone have one line.
  await page.setViewportSize({ width: 360, height: 740 })
  const heights = await page.locator('.way').evaluateAll((all) => all.map((one) => one.clientHeight))
  expect(new Set(heights).size).toBe(1)
  await expectAccessible(page)
})

test('the back button after a sign-out shows nothing of the account', async ({ site, launchOptions }) => {
  // Playwright turns the browser's back/forward cache off; visitors have it on.
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
