import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test } from './fixtures.ts'

test('one disconnects a provider, but not the last', async ({ page, site, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  const doors = page.getByRole('region', { name: 'Your doors' })
  const gitHub = doors.getByRole('button', { name: 'Disconnect GitHub' })
  await expect(gitHub).toBeDisabled()
  await expect(gitHub).toHaveAccessibleDescription(/only way in/)
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await site.mail.waitFor(({ subject }) => subject.includes('X (Twitter) was connected'))
  await gitHub.click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect GitHub?' })
  await expect(dialog).toContainText('not get in with GitHub as ada any more')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect(gitHub).toBeFocused()
  await gitHub.click()
  await dialog.getByRole('button', { name: 'Disconnect' }).click()

  await expect(dialog).toHaveCount(0)
  await expect(doors.getByText('GitHub is disconnected.')).toBeFocused()
  await expect(doors.getByRole('link', { name: 'Connect GitHub' })).toBeVisible()
  await expect(doors.getByRole('button', { name: 'Disconnect X (Twitter)' })).toBeDisabled()
  const mail = await site.mail.waitFor(({ subject }) => subject.includes('GitHub was disconnected'))
  expect(mail.recipients).toEqual(['ada@example.org'])
  await expect.poll(() => site.github.tokens.size).toBe(0)
  await page.getByText('Recent activity').click()
  await expect(page.getByText('Disconnected GitHub')).toBeVisible()
  await expectAccessible(page)
})

test('an identity of another account is refused, with words', async ({ page, site, signIn }) => {
  await signIn(/X \(Twitter\)/, /Grace/)
  await page.getByRole('link', { name: 'Sign out' }).click()
  await signIn(/GitHub/, /Ada Lovelace/)
  await page.getByRole('link', { name: 'Connect X (Twitter)' }).click()
  await page.getByRole('button', { name: /Grace/ }).click()
  await expect(page.getByRole('alert')).toContainText('belongs to another account here')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Back to your account' }).click()
  await expect(page.getByRole('link', { name: 'Connect X (Twitter)' })).toBeVisible()
  expect(site.mail.mails.filter(({ subject }) => subject.includes('was connected'))).toEqual([])
})

test('one sees where one is signed in, and ends it', async ({ page, site, signIn, browser }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  const elsewhere = async () => {
    const other = await (await browser.newContext({ baseURL: site.url })).newPage()
    await other.goto('/auth/github')
    await other.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(other).toHaveURL(/\/account$/)
    return other
  }
  const others = [await elsewhere(), await elsewhere(), await elsewhere()]
  await page.reload()
  const sessions = page.getByRole('region', { name: 'Where you are signed in' })
  await expect(sessions.getByRole('listitem')).toHaveCount(4)
  await expect(sessions.getByRole('listitem').first()).toContainText('This one')
  await expectAccessible(page)

  await sessions
    .getByRole('button', { name: /^End Chrome/ })
    .first()
    .click()
  await expect(sessions.getByText(/ is signed out\.$/)).toBeFocused()
  await expect(sessions.getByRole('listitem')).toHaveCount(3)
  await sessions.getByRole('button', { name: 'End all others' }).click()
  await expect(sessions.getByText('All others are signed out.')).toBeFocused()
  await expect(sessions.getByRole('listitem')).toHaveCount(1)
  await expect(sessions.getByRole('button')).toHaveCount(0)
  for (const other of others) {
    await other.reload()
    await expect(other).toHaveURL(/\/\?returnTo=\/account$/)
    await other.context().close()
  }
  await expectAccessible(page)
})

test('one takes one’s data along with one click', async ({ page, signIn }) => {
  await signIn(/GitHub/, /Ada Lovelace/)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Take your data along' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('doorman-ada.json')
  const data = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(data.account.data).toMatchObject({ username: 'ada', email: 'ada@example.org' })
  await expect(page).toHaveURL(/\/account$/)
  await page.reload()
  await page.getByText('Recent activity').click()
  await expect(page.getByText('Took the data along')).toBeVisible()
})

test('one takes the consent to a post back before it is posted', async ({ page, site, signIn }) => {
  site.x.faults.set('/2/tweets', { kind: 'answer', status: 503, body: '' })
  await signIn(/X \(Twitter\)/, /Ada Lovelace/)
  await page.getByLabel('Your post').fill('I am in 🚪')
  await page.getByRole('button', { name: 'Post' }).click()
  const consents = page.getByRole('region', { name: 'Posts on X that you agreed to' })
  await expect(consents).toContainText('I am in 🚪')
  await expect(consents).toContainText('Waiting to be posted')
  await expect(consents).toContainText('@ada_lovelace')
  await expectAccessible(page)
  await consents.getByRole('button', { name: 'Take it back' }).click()
  await expect(consents.getByText('You took it back')).toBeFocused()
  await expect(consents).toContainText('Taken back on')
  await expect(consents.getByRole('button')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByText('Recent activity').click()
  await expect(page.getByText('Took back a post on X')).toBeVisible()
  expect(site.x.tweets).toEqual([])
})

test('one sees a post go out that one agreed to', async ({ page, signIn }) => {
  await signIn(/X \(Twitter\)/, /Ada Lovelace/)
  await page.getByRole('button', { name: 'Post' }).click()
  const consents = page.getByRole('region', { name: 'Posts on X that you agreed to' })
  await expect(consents).toContainText('Posted on')
  await expect(consents.getByRole('button')).toHaveCount(0)
})
