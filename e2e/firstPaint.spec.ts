import type { Browser, Page } from '@playwright/test'
import { expect, expectNoOverflow, test, visiting } from './support/fixtures.ts'

test.use({ expectedConsole: /status of 404|ERR_FAILED/ })

/** Opens a page in a browser without scripts. */
async function withoutScripts(browser: Browser, url: string, width = 1280): Promise<Page> {
  const viewport = { width, height: 800 }
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false, viewport })
  return context.newPage()
}

test('sign-in, sign-out and reminder work without JavaScript', async ({ browser, site }) => {
  const page = await withoutScripts(browser, site.url, 360)
  await page.goto('/?returnTo=/account')
  const way = page.getByRole('link', { name: 'Continue with GitHub' })
  await expect(way).toHaveAttribute('href', '/auth/github?returnTo=%2Faccount')
  expect(await way.evaluate((link) => getComputedStyle(link).borderRadius)).not.toBe('0px')
  await expectNoOverflow(page)
  await way.click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Ada Lovelace')
  await expect(page.getByText('Turn on JavaScript')).toBeVisible()
  await page.getByRole('link', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goodbye, and safe travels')

  await page.goto('/')
  await page.getByText('Forgot which one you used?').click()
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.org')
  await page.getByRole('button', { name: 'Send reminder' }).click()
  await expect(page.getByRole('heading')).toHaveText("Reminder sent to 'ada@example.org'")
  await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
  await page.goto('/reminder')
  await page.getByRole('textbox', { name: 'Email' }).fill('nobody@example.org')
  await page.getByRole('button', { name: 'Send reminder' }).click()
  await expect(page.getByRole('heading')).toHaveText("No user with address 'nobody@example.org' found!")
  await page.getByRole('link', { name: 'Back to sign-in' }).click()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Komm herein')
  await page.context().close()
})

/** The texts and places of the elements that both the server and the script render. */
function placesOn(page: Page): Promise<unknown[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.brand, h1, .page > p, .way, .another, .quiet-button, .button, .foot')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const text = element.textContent?.trim().replaceAll(/\s+/g, ' ')
        return [text, ...[x, y, width, height].map((pixels) => Math.round(pixels))]
      }),
  )
}

for (const width of [360, 1280]) {
  visiting(
    `nothing moves when the script replaces the page, at ${width} pixels`,
    async ({ page, browser, site }) => {
      await page.setViewportSize({ width, height: 800 })
      const painted = await withoutScripts(browser, site.url, width)
      const paths = ['/', '/?error=email-taken', '/?error=cancelled', '/reminder', '/goodbye', '/nothing']
      for (const path of paths) {
        await painted.goto(path)
        const before = await placesOn(painted)
        expect(before.length).toBeGreaterThan(3)
        await page.goto(path, { waitUntil: 'networkidle' })
        expect(await placesOn(page), path).toEqual(before)
      }
      await painted.context().close()
    },
  )
}

test.describe('with a HOME_URL', () => {
  test.use({ settings: { HOME_URL: 'https://www.example.org/' } })

  test('nothing moves when the script replaces the page', async ({ page, browser, site }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const painted = await withoutScripts(browser, site.url)
    for (const path of ['/', '/goodbye', '/nothing']) {
      await painted.goto(path)
      const before = await placesOn(painted)
      await page.goto(path, { waitUntil: 'networkidle' })
      expect(await placesOn(page), path).toEqual(before)
      const ways = page.getByRole('link', { name: 'Continue to Doorman' })
      await expect(ways, path).toHaveCount(path === '/' ? 0 : 1)
    }
    await page.goto('/?returnTo=/account')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(page.getByRole('link', { name: 'Continue to Doorman' })).toHaveCount(1)
    await painted.context().addCookies(await page.context().cookies(site.url))
    for (const path of ['/', '/?returnTo=/members']) {
      await painted.goto(path)
      const before = await placesOn(painted)
      await page.goto(path, { waitUntil: 'networkidle' })
      expect(await placesOn(page), path).toEqual(before)
    }
    await painted.context().close()
  })
})

test('the links of the server’s page work while the script reads the account', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('region', { name: 'Sign-in methods' })).toBeVisible()
  // Without answers, the page that the server rendered stays.
  await page.route('**/api/account/**', () => undefined)
  const asked = page.waitForRequest('**/api/account/sessions')
  await page.reload()
  await asked
  await page.getByRole('link', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/goodbye$/)
  await page.goto('/account')
  await expect(page).toHaveURL(/\/\?returnTo=\/account$/)
})

visiting('the sign-in page needs no further request to show its buttons', async ({ page }) => {
  const asked: string[] = []
  await page.route('**/*', (route) => {
    if (route.request().isNavigationRequest()) return route.continue()
    asked.push(new URL(route.request().url()).pathname)
    return route.abort()
  })
  await page.goto('/')
  const way = page.getByRole('link', { name: 'Continue with GitHub' })
  await expect(way).toBeVisible()
  expect(await way.evaluate((link) => getComputedStyle(link).borderRadius)).not.toBe('0px')
  await page.unrouteAll()
  expect(asked.filter((path) => /\.js$/.test(path))).toHaveLength(1)
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([])
})

test('the account page asks for each of its parts once', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByText('Signed in with GitHub')).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.reload({ waitUntil: 'networkidle' })
  const parts = asked.filter((path) => path.startsWith('/api/'))
  expect(parts).toContain('/api/account/connections')
  expect(parts).toContain('/api/account/events')
  expect(new Set(parts).size).toBe(parts.length)
})

/** Adds up the layout shift from the start (https://web.dev/articles/cls). The result returns the sum so far. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return () =>
    page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, one) => sum + one, 0))
}

for (const width of [360, 1280]) {
  test(`parts that load late cause no layout shift, at ${width} pixels`, async ({ page, signIn }) => {
    await page.setViewportSize({ width, height: 800 })
    const shift = await watchShifts(page)
    await signIn('twitter', /Ada Lovelace/)
    await page.route('**/api/account/events', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600))
      await route.continue()
    })
    await page.goto('/account')
    await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toHaveCount(1)
    await expect(page.getByText('Signed in with X (Twitter)')).toHaveCount(1)
    expect(await shift()).toBe(0)
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await shift()).toBe(0)
  })
}

test('the account page shows the door as a strip, and links to its sections', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const links = page.getByRole('navigation', { name: 'Sections' })
  const current = links.locator('[aria-current="location"]')
  await expect(current).toHaveText('Profile')
  await links.getByRole('link', { name: 'Delete account' }).click()
  await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toBeInViewport()
  await expect(current).toHaveText('Delete account')
  await links.getByRole('link', { name: 'Your data' }).click()
  await expect(current).toHaveText('Your data')
  await page.locator('#devices').evaluate((section) => section.scrollIntoView())
  await expect(current).toHaveText('Devices')
  const strip = await page.locator('.wall').boundingBox()
  expect(strip?.width).toBeLessThan(0.15 * 1280)
})
