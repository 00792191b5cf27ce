import type { Page } from '@playwright/test'
import { expect, expectAccessible, type TestSite, test } from './fixtures.ts'

const codeIn = async (site: TestSite, address: string) => {
  const { subject } = await site.mail.waitFor(
    ({ subject: words, recipients }) => words.includes('is your code') && recipients.includes(address),
  )
  return subject.slice(0, 6)
}

async function askFor(page: Page, address: string): Promise<void> {
  await page.getByLabel('Your mail address').fill(address)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  await expect(page.getByRole('status')).toContainText(`We sent a mail to ${address}.`)
  await expect(page.getByLabel('Code from the mail')).toBeFocused()
}

test.describe('whoever has no address', () => {
  test.use({ expectedConsole: /status of 400/ })
  test('is asked for one, types the code, and is welcomed', async ({ page, site, signIn }) => {
    await signIn(/GitHub/, /Grace Hopper/)
    const card = page.getByRole('region', { name: 'How can we reach you?' })
    await expect(card).toContainText('no reminder can reach you')
    await expectAccessible(page)
    await card.getByLabel('Your mail address').fill('grace')
    await page.keyboard.press('Enter')
    await expect(card.getByRole('alert')).toContainText('not a mail address')
    await askFor(page, 'grace@example.org')
    await expect(card.getByRole('alert')).toHaveCount(0)
    await expectAccessible(page)

    await page.keyboard.type('00000')
    await page.keyboard.press('Enter')
    await expect(card.getByRole('alert')).toContainText('six digits')
    await page.reload()
    await card.getByLabel('Code from the mail').fill(await codeIn(site, 'grace@example.org'))
    await page.keyboard.press('Enter')
    await expect(page.getByText('grace@example.org is your address now.')).toBeFocused()
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('grace@example.org verified')
    await expectAccessible(page)
    const welcome = await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
    expect(welcome.recipients).toEqual(['grace@example.org'])
  })

  test('may press the button behind the link instead', async ({ page, site, signIn, browser }) => {
    await signIn(/GitHub/, /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const link = `/confirm#code=${code}`
    const context = await browser.newContext({ baseURL: site.url })
    const elsewhere = await context.newPage()
    await elsewhere.goto(link)
    await expect(elsewhere.getByText('only in the browser where the code was asked for')).toBeVisible()
    await expect(elsewhere.getByText(code)).toBeVisible()
    await expectAccessible(elsewhere)
    await context.close()

    await page.goto(link)
    await expect(page.getByLabel('Code from the mail')).toHaveValue(code)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByText('grace@example.org is your address now.')).toBeFocused()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go to your account' }).click()
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('grace@example.org verified')
  })
})

test('whoever has one that is not confirmed may confirm it', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Linus/)
  const card = page.getByRole('region', { name: 'Is this your address?' })
  await expect(card.getByLabel('Your mail address')).toHaveValue('linus@example.org')
  await card.getByRole('button', { name: 'Mail me a code' }).click()
  await card.getByLabel('Code from the mail').fill(await codeIn(site, 'linus@example.org'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('linus@example.org verified')
})

test('one changes the address, and the old one is told', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  const change = page.getByRole('button', { name: 'Change Mail address' })
  await change.click()
  const card = page.getByRole('region', { name: 'Another mail address' })
  await expect(card.getByLabel('Your mail address')).toBeFocused()
  await expectAccessible(page)
  await card.getByRole('button', { name: 'Cancel' }).click()
  await expect(card).toHaveCount(0)
  await expect(change).toBeFocused()

  await change.click()
  await askFor(page, 'typo@example.org')
  await card.getByRole('button', { name: 'No mail? Ask again' }).click()
  await expect(card.getByLabel('Your mail address')).toHaveValue('typo@example.org')
  await askFor(page, 'countess@example.org')
  await card.getByLabel('Code from the mail').fill(await codeIn(site, 'countess@example.org'))
  await page.keyboard.press('Enter')
  await expect(page.getByText('countess@example.org is your address now.')).toBeFocused()
  await expect(card).toHaveCount(0)
  const told = await site.mail.waitFor(({ subject }) => subject.includes('another mail address'))
  expect(told.recipients).toEqual(['ada@example.org'])
  await page.getByText('Recent activity').click()
  await expect(page.getByText('Confirmed a mail address')).toBeVisible()
})

test.describe('a code that was guessed at', () => {
  test.use({ expectedConsole: /status of 4(00|29)/ })
  test('is void after five tries, and one asks for another', async ({ page, site, signIn }) => {
    await signIn(/GitHub/, /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const wrong = code === '000000' ? '000001' : '000000'
    for (let count = 0; count < 6; count++) {
      const answer = page.waitForResponse(/confirm/)
      await page.getByLabel('Code from the mail').fill(wrong)
      await page.keyboard.press('Enter')
      await answer
      await expect(page.getByRole('alert')).toBeVisible()
    }
    await expect(page.getByRole('alert')).toContainText('ask for a new code')
    await askFor(page, 'grace@example.org')
  })
})

test('what one’s address stood in the way of is connected with one click', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Margaret/)
  await page.getByRole('link', { name: 'Sign out' }).click()
  await signIn(/X \(Twitter\)/, /Margaret/)
  await expect(page.getByRole('alert')).toContainText('you can connect this one, too')
  await signIn(/GitHub/, /Margaret/)
  const offer = page.getByRole('region', { name: 'Connect X (Twitter) too?' })
  await expect(offer).toContainText('as margaret')
  await expectAccessible(page)
  await offer.getByRole('button', { name: 'Connect X (Twitter)' }).click()
  await expect(page.getByText('X (Twitter) is connected.')).toBeFocused()
  const doors = page.getByRole('region', { name: 'Your doors' })
  await expect(doors.getByText('Connected', { exact: true })).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Tell the world?' })).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(doors).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test('one may leave it unconnected', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Margaret/)
  await page.getByRole('link', { name: 'Sign out' }).click()
  await signIn(/X \(Twitter\)/, /Margaret/)
  await signIn(/GitHub/, /Margaret/)
  const offer = page.getByRole('region', { name: 'Connect X (Twitter) too?' })
  await offer.getByRole('button', { name: 'No thanks' }).click()
  await expect(page.getByText('stays as it is')).toBeFocused()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Your doors' })).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test.describe('in several tabs', () => {
  test.use({ expectedConsole: /status of 409/ })
  test('an address that was confirmed in another one is told of', async ({ page, site, signIn }) => {
    await signIn(/GitHub/, /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const other = await page.context().newPage()
    await other.goto(`/confirm#code=${code}`)
    await other.getByRole('button', { name: 'Confirm' }).click()
    await expect(other.getByText('is your address now')).toBeVisible()
    await page.getByLabel('Code from the mail').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByText('grace@example.org is your address now.')).toBeFocused()
    await expect(page.getByText('no reminder can reach you')).toHaveCount(0)
  })

  test('so is a change of the address, wherever its code is typed', async ({ page, site, signIn }) => {
    await signIn(/GitHub/, /Ada Lovelace/)
    await page.getByRole('button', { name: 'Change' }).click()
    await askFor(page, 'countess@example.org')
    const code = await codeIn(site, 'countess@example.org')
    const tabs = [await page.context().newPage(), await page.context().newPage()]
    for (const tab of tabs) {
      await tab.goto(`/confirm#code=${code}`)
      await expect(tab.getByLabel('Code from the mail')).toHaveValue(code)
    }
    for (const tab of tabs) {
      await tab.getByRole('button', { name: 'Confirm' }).click()
      await expect(tab.getByText('countess@example.org is your address now.')).toBeFocused()
    }
    await page.getByLabel('Code from the mail').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByText('countess@example.org is your address now.')).toBeFocused()
    await page.getByRole('button', { name: 'Change' }).click()
    await expect(page.getByLabel('Your mail address')).toBeFocused()
  })
})

test.describe('with wrong codes', () => {
  test.use({ expectedConsole: /status of (400|429)/ })
  test('the focus goes to what to do next when no try is left', async ({ page, site, signIn }) => {
    await signIn(/GitHub/, /Grace Hopper/)
    await askFor(page, 'grace@example.org')
    const code = await codeIn(site, 'grace@example.org')
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await page.reload()
    for (let count = 0; count < 6; count++) {
      const answered = page.waitForResponse('**/api/account/address/confirm')
      await page.getByLabel('Code from the mail').fill(wrong)
      await page.keyboard.press('Enter')
      await answered
    }
    await expect(page.getByLabel('Your mail address')).toBeFocused()
    await expect(page.getByRole('alert')).toBeVisible()
  })
})
