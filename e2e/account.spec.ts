import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test } from './support/fixtures.ts'

test('a person can disconnect a provider, but not the last one', async ({ page, site, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const methods = page.getByRole('region', { name: 'Sign-in methods' })
  const gitHub = methods.getByRole('button', { name: 'Disconnect GitHub' })
  await expect(gitHub).toBeDisabled()
  await expect(gitHub).toHaveAccessibleDescription(/only sign-in method/)
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await site.mail.waitFor(({ subject }) => subject.includes('X (Twitter) was connected'))
  await gitHub.click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect GitHub?' })
  await expect(dialog).toContainText('no longer be able to sign in with GitHub as ada')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(gitHub).toBeFocused()
  await gitHub.click()
  await dialog.getByRole('button', { name: 'Disconnect' }).click()

  await expect(dialog).toHaveCount(0)
  await expect(methods.getByText('GitHub is disconnected.')).toBeFocused()
  await expect(methods.getByRole('link', { name: 'Connect GitHub' })).toBeVisible()
  await expect(methods.getByRole('button', { name: 'Disconnect X (Twitter)' })).toBeDisabled()
  const mail = await site.mail.waitFor(({ subject }) => subject.includes('GitHub was disconnected'))
  expect(mail.recipients).toEqual(['ada@example.org'])
  await expect.poll(() => site.github.tokens.size).toBe(0)
  await expect(page.getByText('Disconnected GitHub')).toBeVisible()
  await expectAccessible(page)
})

test('on a phone, the buttons of a sign-in method stand below its text', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn('github', /Ada Lovelace/)
  const methods = page.getByRole('region', { name: 'Sign-in methods' })
  const text = await methods.getByText('X (Twitter)', { exact: true }).first().boundingBox()
  const button = await methods.getByRole('link', { name: 'Connect X (Twitter)' }).boundingBox()
  expect(button?.x).toBe(text?.x)
  expect(button?.y).toBeGreaterThan(text?.y ?? 0)
})

test('connecting an identity of another account shows a fault', async ({ page, site, signIn, signOut }) => {
  await signIn('twitter', /Grace/)
  await signOut()
  await signIn('github', /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Grace/ }).click()
  await expect(page.getByRole('alert')).toContainText('connected to another account here')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Back to your account' }).click()
  await expect(page.getByRole('link', { name: 'Connect X (Twitter)' })).toBeVisible()
  expect(site.mail.mails.filter(({ subject }) => subject.includes('was connected'))).toEqual([])
})

test('a person sees the sessions of the account, and ends them', async ({ page, site, signIn, browser }) => {
  await signIn('github', /Ada Lovelace/)
  const elsewhere = async () => {
    const other = await (await browser.newContext({ baseURL: site.url })).newPage()
    await other.goto('/auth/github')
    await other.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(other).toHaveURL(/\/account$/)
    return other
  }
  const others = [await elsewhere(), await elsewhere(), await elsewhere()]
  await page.reload()
  const devices = page.getByRole('region', { name: 'Devices' })
  const rows = devices.getByRole('listitem')
  await expect(rows).toHaveCount(3)
  await devices.getByRole('button', { name: 'Show all (4)' }).click()
  await expect(rows).toHaveCount(4)
  await expect(rows.first()).toContainText('This device')
  await expect(rows.first()).toContainText('Active now')
  await expectAccessible(page)

  await rows.nth(1).scrollIntoViewIfNeeded()
  const top = await page.evaluate(() => window.scrollY)
  await rows
    .nth(1)
    .getByRole('button', { name: /^Sign out Chrome/ })
    .click()
  await expect(rows.nth(1).getByRole('status')).toHaveText('Signed out')
  await expect(rows.nth(2).getByRole('button')).toBeFocused()
  await expect(rows).toHaveCount(4)
  expect(await page.evaluate(() => window.scrollY)).toBe(top)
  const all = devices.getByRole('button', { name: 'Sign out other devices' })
  await all.click()
  await expect(devices.getByText('Signed out', { exact: true })).toHaveCount(3)
  await expect(all).toBeFocused()
  for (const other of others) {
    await other.reload()
    await expect(other).toHaveURL(/\/\?returnTo=\/account$/)
    await other.context().close()
  }
  await page.reload()
  await expect(rows).toHaveCount(1)
  await expectAccessible(page)
})

test('a person downloads the data of the account', async ({ page, signIn }) => {
  await signIn('github', /Ada Lovelace/)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download your data' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('doorman-ada.json')
  const data = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(data.account.data).toMatchObject({ username: 'ada', email: 'ada@example.org' })
  await expect(page).toHaveURL(/\/account$/)
  await page.reload()
  await expect(page.getByText('Downloaded your data')).toBeVisible()
})

test('a person withdraws the consent to a waiting post', async ({ page, site, signIn }) => {
  site.x.faults.set('/2/tweets', { kind: 'answer', status: 429, body: '', resetInSeconds: 900 })
  await signIn('twitter', /Ada Lovelace/)
  await page.getByLabel('Your post').fill('I am in 🚪')
  await page.getByRole('button', { name: 'Post' }).click()
  const consents = page.getByRole('region', { name: 'Posts on X' })
  await expect(consents).toContainText('I am in 🚪')
  await expect(consents).toContainText('Waiting to be posted')
  await expect(consents).toContainText('@ada_lovelace')
  await expectAccessible(page)
  // A post that is on its way to X cannot be cancelled.
  await expect.poll(site.log).toContain('job put off')
  await consents.getByRole('button', { name: 'Cancel post' }).click()
  await expect(consents).toContainText('Cancelled. It won’t be posted.')
  await expect(consents.locator('.consent-state')).toBeFocused()
  await expect(consents).toContainText('Cancelled on')
  await expect(consents.getByRole('button')).toHaveCount(0)
  await expectAccessible(page)
  await expect(page.getByText('Cancelled a post on X')).toBeVisible()
  expect(site.x.tweets).toEqual([])
})

test('the account page shows when a post is sent', async ({ page, signIn }) => {
  await signIn('twitter', /Ada Lovelace/)
  await page.getByRole('button', { name: 'Post' }).click()
  const consents = page.getByRole('region', { name: 'Posts on X' })
  await expect(consents).toContainText('Posted on')
  await expect(consents.getByRole('button')).toHaveCount(0)
})
