import { expect, expectNoOverflow, test } from './support/fixtures.ts'

test('a mail with a long name fits on a small phone', async ({ page, site, signIn, browser }) => {
  await signIn('github', /Katherine/)
  await page.getByRole('link', { name: /Connect/ }).click()
  await page.getByRole('button', { name: /Katherine/ }).click()
  const mails = [
    await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome')),
    await site.mail.waitFor(({ subject }) => subject.includes('was connected')),
  ]
  const viewport = { width: 320, height: 640 }
  const letter = await (await browser.newContext({ viewport })).newPage()
  for (const { html } of mails) {
    await letter.setContent(html)
    await expect(letter.locator('.card')).toBeVisible()
    await expectNoOverflow(letter)
  }
})

test('the button of a mail has enough contrast, in light and dark', async ({
  page,
  site,
  signIn,
  browser,
}) => {
  await signIn('github', /Ada Lovelace/)
  await expect(page.getByRole('heading', { name: 'Hello,' })).toBeVisible()
  const { html } = await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
  for (const colorScheme of ['light', 'dark'] as const) {
    const letter = await (await browser.newContext({ colorScheme })).newPage()
    await letter.setContent(html)
    const lightness = (selector: string) =>
      letter.locator(selector).evaluate((element) => {
        const [red = 0, green = 0, blue = 0] =
          getComputedStyle(element).backgroundColor.match(/\d+/g)?.map(Number) ?? []
        return (red + green + blue) / 3
      })
    const apart = Math.abs((await lightness('.button')) - (await lightness('.card')))
    expect(apart, colorScheme).toBeGreaterThan(128)
  }
})
