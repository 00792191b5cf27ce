import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, expectNoOverflow, test } from './support/fixtures.ts'

// These tests open unknown paths and enter unknown addresses.
test.use({ expectedConsole: /status of 40[04]/ })

const MOST_STOPS = 60

/** Presses Tab until `target` has the focus. Throws after 60 times. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`no way to ${target} by keyboard`)
}

/** Moves the focus to `target` with Tab, checks that the focus is visible, and presses Enter. */
async function press(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  await tabTo(page, target)
  const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle)
  expect(outline, 'a focus that can be seen').not.toBe('none')
  await page.keyboard.press('Enter')
}

test('the keyboard alone is enough for every journey', async ({ page, site }) => {
  await page.goto('/')
  await press(page, page.getByRole('button', { name: 'Forgot which one you used?' }))
  await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused()
  await page.keyboard.type('nobody@example.org')
  await page.keyboard.press('Enter')
  const alert = page.getByRole('alertdialog')
  await expect(alert).toContainText("No user with address 'nobody@example.org' found!")
  await expect(alert.getByRole('button', { name: 'OK' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(alert).toHaveCount(0)
  await press(page, page.getByRole('button', { name: 'Cancel' }))
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await press(page, page.getByRole('link', { name: /Continue with X/ }))
  await press(page, page.getByRole('button', { name: /Ada Lovelace/ }))
  await press(page, page.getByRole('button', { name: 'No thanks' }))
  await expect(page.getByText('won’t post anything')).toBeFocused()
  await press(page, page.getByRole('link', { name: /Connect/ }))
  await press(page, page.getByRole('button', { name: /Ada Lovelace/ }))
  await expect(page).toHaveURL(/\/account$/)

  await press(page, page.getByRole('button', { name: 'DELETE ACCOUNT' }))
  await expect(page.getByLabel(/Type your username/)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'DELETE ACCOUNT' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('ada_lovelace')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/goodbye$/)
  await site.mail.waitFor(({ subject }) => subject.includes('is deleted'))
})

test('the accessibility tree contains what the page shows', async ({ page, signIn }) => {
  await page.goto('/')
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - main:
      - heading "Come on in" [level=1]
      - list:
        - listitem:
          - link "Continue with X (Twitter)"
        - listitem:
          - link "Continue with GitHub"
      - button "Forgot which one you used?"
  `)
  await page.goto('/reminder')
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - heading "How did I sign in?" [level=1]
    - textbox "Email"
    - button "Send reminder"
  `)
  await page.goto('/?error=unavailable')
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - alert:
      - paragraph
  `)
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - navigation "Sections"
    - region "Profile":
      - heading "Hello, Ada Lovelace" [level=1]
      - link "Sign out"
    - region "Sign-in methods":
      - heading "Sign-in methods" [level=2]
      - list
    - region "Delete account":
      - button "DELETE ACCOUNT"
  `)
})

test('the pages fit at a zoom of 200 % on a small screen, and at 400 %', async ({ page, signIn }) => {
  // WCAG 2.2, 1.4.4 and 1.4.10: 1280 pixels at 400 % are 320.
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 512 })
    for (const path of ['/', '/reminder', '/goodbye', '/nothing', '/?error=email-taken']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectNoOverflow(page)
    }
  }
  // Katherine's username is as long as GitHub allows, and has no place for a line break.
  await signIn('github', /Katherine/)
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 512 })
    await page.goto('/account?delete')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).scrollIntoViewIfNeeded()
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeInViewport()
    await expectNoOverflow(page)
  }
})

test('a long address fits on a small screen', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 320, height: 512 })
  await signIn('github', /Grace Hopper/)
  await page.getByRole('textbox', { name: 'Email' }).fill(`${'a'.repeat(50)}@${'b'.repeat(50)}.example.org`)
  await page.getByRole('button', { name: 'Send code' }).click()
  await expect(page.getByLabel('Code')).toBeVisible()
  await expectNoOverflow(page)
  await page.goto('/confirm')
  await expect(page.getByText('a'.repeat(50))).toBeVisible()
  await expectNoOverflow(page)
})

test('the pages fit with text of twice the size, in every language', async ({ page, signIn }) => {
  const expectFits = async (path: string) => {
    await page.goto(path)
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoOverflow(page)
  }
  const expectAllFit = async (...paths: string[]) => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 720 })
      for (const value of ['en', 'bg', 'de', 'es']) {
        await page.context().addCookies([{ name: 'language', value, url: page.url() }])
        for (const path of paths) await expectFits(path)
      }
    }
  }
  await signIn('github', /Katherine/)
  await expectAllFit('/account?delete')
  await page.goto('/logout')
  await expectAllFit('/', '/reminder', '/goodbye', '/?error=email-taken')
})

test('buttons and icons are visible with forced colours', async ({ page, signIn }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/')
  const way = page.getByRole('link', { name: /Continue with GitHub/ })
  const border = await way.evaluate((element) => getComputedStyle(element).borderTopColor)
  const background = await way.evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(border, 'the edge of a button').not.toBe(background)
  const icon = way.locator('.icon')
  expect(await icon.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(background)
  await signIn('github', /Ada Lovelace/)
  await expectAccessible(page)
})
