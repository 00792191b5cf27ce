import type { Page } from '@playwright/test'
import { expect, expectAccessible, type TestSite, test } from './support/fixtures.ts'

const codeIn = async (site: TestSite, address: string) => {
  const { subject } = await site.mail.waitFor(
    ({ subject: words, recipients }) => words.includes('is your code') && recipients.includes(address),
  )
  return subject.slice(0, 6)
}

async function askFor(page: Page, address: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(address)
  await page.getByRole('button', { name: 'Send code' }).click()
  await expect(page.getByRole('status').first()).toContainText(`We’ve emailed a code to ${address}.`)
  await expect(page.getByLabel('Code from the email')).toBeFocused()
}

test.describe('a person without an address', () => {
  test.use({ expectedConsole: /status of 400/ })
  test('enters an address and its code, and gets the welcome mail', async ({ page, site, signIn }) => {
    await signIn('github', /Grace Hopper/)
    const card = page.getByRole('region', { name: 'Add your email' })
    await expect(card).toContainText('can’t remind you')
    await expectAccessible(page)
    await card.getByRole('textbox', { name: 'Email' }).fill('grace')
    await page.keyboard.press('Enter')
    await expect(card.getByRole('alert')).toContainText('address')
    await askFor(page, 'grace@example.org')
    await expect(card.getByRole('alert')).toHaveCount(0)
    await expectAccessible(page)

    await page.keyboard.type('00000')
    await page.keyboard.press('Enter')
    await expect(card.getByRole('alert')).toContainText('six digits')
    await page.reload()
    await card.getByLabel('Code from the email').fill(await codeIn(site, 'grace@example.org'))
    await page.keyboard.press('Enter')
    await expect(page.getByText('grace@example.org is now your email address.')).toBeFocused()
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('grace@example.org Verified')
    await expectAccessible(page)
    const welcome = await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
    expect(welcome.recipients).toEqual(['grace@example.org'])
  })

  test('can open the link in the mail instead, in the same browser', async ({
    page,
    site,
    signIn,
    browser,
  }) => {
    await signIn('github', /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const link = `/confirm#code=${code}`
    const context = await browser.newContext({ baseURL: site.url })
    const elsewhere = await context.newPage()
    await elsewhere.goto(link)
    await expect(elsewhere.getByText('in the browser where you requested the code')).toBeVisible()
    await expect(elsewhere.getByText(code)).toBeVisible()
    await expectAccessible(elsewhere)
    await context.close()

    await page.goto(link)
    await expect(page.getByLabel('Code from the email')).toHaveValue(code)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Verify' }).click()
    await expect(page.getByText('grace@example.org is now your email address.')).toBeFocused()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go to your account' }).click()
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('grace@example.org Verified')
  })
})

test('a person changes the address, and the old address gets a mail', async ({ page, site, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const change = page.getByRole('button', { name: 'Change email' })
  await change.click()
  const card = page.getByRole('region', { name: 'Change email' })
  await expect(card.getByRole('textbox', { name: 'Email' })).toBeFocused()
  await expectAccessible(page)
  await card.getByRole('button', { name: 'Cancel' }).click()
  await expect(card).toHaveCount(0)
  await expect(change).toBeFocused()

  await change.click()
  await askFor(page, 'typo@example.org')
  await card.getByRole('button', { name: 'Resend code' }).click()
  await expect(card.getByRole('textbox', { name: 'Email' })).toHaveValue('typo@example.org')
  await askFor(page, 'countess@example.org')
  await card.getByLabel('Code from the email').fill(await codeIn(site, 'countess@example.org'))
  await page.keyboard.press('Enter')
  await expect(page.getByText('countess@example.org is now your email address.')).toBeFocused()
  await expect(card).toHaveCount(0)
  const told = await site.mail.waitFor(({ subject }) => subject.includes('another email'))
  expect(told.recipients).toEqual(['ada@example.org'])
  await expect(page.getByText('Verified an email address')).toBeVisible()
})

test.describe('a code', () => {
  test.use({ expectedConsole: /status of 4(00|29)/ })
  test('becomes invalid after five wrong tries, and a new one can be requested', async ({
    page,
    site,
    signIn,
  }) => {
    await signIn('github', /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const wrong = code === '000000' ? '000001' : '000000'
    for (let count = 0; count < 6; count++) {
      const answer = page.waitForResponse(/confirm/)
      await page.getByLabel('Code from the email').fill(wrong)
      await page.keyboard.press('Enter')
      await answer
      await expect(page.getByRole('alert')).toBeVisible()
    }
    await expect(page.getByRole('alert')).toContainText('request a new code')
    await askFor(page, 'grace@example.org')
  })
})

test('after a refusal because of the address, the account page offers to connect the identity', async ({
  page,
  signIn,
  signOut,
}) => {
  await signIn('github', /Margaret/)
  await signOut()
  await signIn('twitter', /Margaret/)
  await expect(page.getByRole('alert')).toContainText('then connect this one')
  await signIn('github', /Margaret/)
  const offer = page.getByRole('region', { name: 'Connect X (Twitter) too?' })
  await expect(offer).toContainText('as margaret')
  await expectAccessible(page)
  await offer.getByRole('button', { name: 'Connect X (Twitter)' }).click()
  await expect(page.getByText('X (Twitter) is connected.')).toBeFocused()
  const methods = page.getByRole('region', { name: 'Sign-in methods' })
  await expect(methods.getByText('Connected', { exact: true })).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Tell the world?' })).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(methods).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test('a person can decline to connect the refused identity', async ({ page, signIn, signOut }) => {
  await signIn('github', /Margaret/)
  await signOut()
  await signIn('twitter', /Margaret/)
  await signIn('github', /Margaret/)
  const offer = page.getByRole('region', { name: 'Connect X (Twitter) too?' })
  await offer.getByRole('button', { name: 'No thanks' }).click()
  await expect(page.getByText('won’t connect')).toBeFocused()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Sign-in methods' })).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test.describe('in several tabs', () => {
  test.use({ expectedConsole: /status of 409/ })
  test('one tab shows that another tab has verified the address', async ({ page, site, signIn }) => {
    await signIn('github', /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const other = await page.context().newPage()
    await other.goto(`/confirm#code=${code}`)
    await other.getByRole('button', { name: 'Verify' }).click()
    await expect(other.getByText('is now your email address')).toBeVisible()
    await page.getByLabel('Code from the email').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByText('grace@example.org is now your email address.')).toBeFocused()
    await expect(page.getByText('can’t remind you')).toHaveCount(0)
  })

  test('every tab accepts the code of a change of the address', async ({ page, site, signIn }) => {
    await signIn('github', /Ada Lovelace/)
    await page.getByRole('button', { name: 'Change email' }).click()
    await askFor(page, 'countess@example.org')
    const code = await codeIn(site, 'countess@example.org')
    const tabs = [await page.context().newPage(), await page.context().newPage()]
    for (const tab of tabs) {
      await tab.goto(`/confirm#code=${code}`)
      await expect(tab.getByLabel('Code from the email')).toHaveValue(code)
    }
    for (const tab of tabs) {
      await tab.getByRole('button', { name: 'Verify' }).click()
      await expect(tab.getByText('countess@example.org is now your email address.')).toBeFocused()
    }
    await page.getByLabel('Code from the email').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByText('countess@example.org is now your email address.')).toBeFocused()
    await page.getByRole('button', { name: 'Change email' }).click()
    await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused()
  })
})

test.describe('with wrong codes', () => {
  test.use({ expectedConsole: /status of (400|429)/ })
  test('the focus moves to the address when no try is left', async ({ page, site, signIn }) => {
    await signIn('github', /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await page.reload()
    for (let count = 0; count < 6; count++) {
      const answered = page.waitForResponse('**/api/account/address/confirm')
      await page.getByLabel('Code from the email').fill(wrong)
      await page.keyboard.press('Enter')
      await answered
    }
    await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused()
    await expect(page.getByRole('alert')).toBeVisible()
  })
})
