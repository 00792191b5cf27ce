import { expect, expectAccessible, test } from './support/fixtures.ts'

test('a new user gets a welcome mail', async ({ site, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const mail = await site.mail.waitFor(({ subject }) => subject === 'Welcome to Doorman')
  expect(mail.recipients).toEqual(['ada@example.org'])
})

test('a person edits the offered post, and posts it on X', async ({ page, site, signIn }) => {
  await signIn('twitter', /Ada Lovelace/)
  const offer = page.getByRole('region', { name: 'Tell the world?' })
  const text = offer.getByLabel('Your post')
  await expect(text).toHaveValue(`Just joined Doorman! ${site.url}`)
  await expect(offer).toContainText('@ada_lovelace')
  await expectAccessible(page)

  await text.fill('x'.repeat(281))
  await expect(offer).toContainText('1 characters too many')
  await expect(offer.getByRole('button', { name: 'Post' })).toBeDisabled()
  await text.fill('I am in 🚪')
  await expect(offer).toContainText('270 characters left')
  await offer.getByRole('button', { name: 'Post' }).click()
  await expect(offer).toHaveCount(0)
  await expect.poll(() => site.x.tweets).toMatchObject([{ username: 'ada_lovelace', text: 'I am in 🚪' }])
})

test('a person declines the post, and gets no further offer', async ({ page, site, signIn }) => {
  await signIn('twitter', /Ada Lovelace/)
  await page.getByRole('button', { name: 'No thanks' }).click()
  await expect(page.getByRole('region', { name: 'Tell the world?' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('region', { name: 'Sign-in methods' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Tell the world?' })).toHaveCount(0)
  expect(site.x.tweets).toEqual([])
})
