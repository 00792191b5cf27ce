import type { Page } from '@playwright/test'
import { launchOptionsWith } from './support/browser.ts'
import { expect, expectAccessible, type TestSite } from './support/fixtures.ts'
import { ALONE, TOPOLOGIES, test } from './support/topology.ts'

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: launchOptionsWith('--host-resolver-rules=MAP *.example.test 127.0.0.1'),
})

async function signInWithGitHub(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
}

/** Requests a reminder and signs in through the link in its mail. */
async function signInByReminder(page: Page, site: TestSite): Promise<void> {
  await page.getByRole('button', { name: 'Forgot which one you used?' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Email' }).fill('ada@example.org')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toContainText("Reminder sent to 'ada@example.org'")
  await page.getByRole('alertdialog').getByRole('button', { name: 'OK' }).click()
  const mail = await site.mail.waitFor(({ subject }) => subject.includes('You sign in'))
  await page.goto(`${site.mail.inboxUrl}/mails/${site.mail.mails.indexOf(mail)}`)
  await page
    .frameLocator('iframe')
    .getByRole('link', { name: /GitHub/ })
    .click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
}

async function deleteAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'DELETE ACCOUNT' }).click()
  await page.getByLabel(/Type your username/).fill('ada')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/goodbye$/)
  await expect(page.getByRole('heading', { name: 'Your account is deleted' })).toBeVisible()
}

/** Records the paths that the page requests from Doorman's origin outside of PUBLIC_URL. */
function watchStrays(page: Page, { url }: TestSite): string[] {
  const { origin, pathname } = new URL(url)
  const strays: string[] = []
  page.on('request', (request) => {
    const asked = new URL(request.url())
    const isPartOfPage = !request.isNavigationRequest() && asked.origin === origin
    if (isPartOfPage && !asked.pathname.startsWith(pathname)) strays.push(asked.pathname)
  })
  return strays
}

for (const { title, sessionCookie, ...place } of TOPOLOGIES) {
  test.describe(title, () => {
    test.use({ place, expectedConsole: /about:srcdoc/ })

    test('a visitor goes from a page of the site to the sign-in and back', async ({
      page,
      site,
      context,
    }) => {
      const home = site.settings.HOME_URL ?? ''
      const members = `${home}members?a=1&b=2`
      const strays = watchStrays(page, site)
      await page.goto(home)
      await expect(page.getByRole('heading')).toHaveText('Good day, stranger')
      await page.getByRole('link', { name: 'Members' }).click()
      await expect(page).toHaveURL(`${site.url}/?returnTo=${encodeURIComponent(members)}`)
      await expectAccessible(page)

      await page.getByRole('link', { name: 'Continue with GitHub' }).click()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await expect(page.getByText('Sign-in cancelled.')).toBeVisible()
      await signInWithGitHub(page)
      await expect(page).toHaveURL(members)
      await expect(page.getByRole('heading')).toHaveText('Good day, Ada Lovelace')
      const cookies = await context.cookies(site.url)
      const session = cookies.find(({ name }) => name === sessionCookie.name)
      expect(session).toMatchObject({ domain: sessionCookie.domain, secure: true, httpOnly: true })

      await page.goto(`${site.url}/?returnTo=${encodeURIComponent(members)}`)
      await page.getByRole('link', { name: 'Continue', exact: true }).click()
      await expect(page).toHaveURL(members)
      await page.goto(`${site.url}/?returnTo=https://evil.example.test/`)
      await page.getByRole('link', { name: 'Continue to Difio' }).click()
      await expect(page).toHaveURL(home)

      await page.goto(`${site.url}/account`)
      await expect(page.getByText('Signed in with GitHub')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Continue to Difio' })).toHaveCount(1)
      await page.getByRole('link', { name: 'Difio', exact: true }).click()
      await page.getByRole('link', { name: 'Leave' }).click()
      await expect(page).toHaveURL(`${site.url}/goodbye`)
      await expectAccessible(page)
      await page.getByRole('link', { name: 'Continue to Difio' }).click()
      await expect(page.getByRole('heading')).toHaveText('Good day, stranger')
      expect(strays).toEqual([])
    })

    test('a visitor signs in through the link of a reminder, and deletes the account', async ({
      page,
      site,
    }) => {
      const strays = watchStrays(page, site)
      await page.goto(`${site.url}/`)
      await signInWithGitHub(page)
      await expect(page).toHaveURL(site.settings.HOME_URL ?? '')
      const welcome = await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
      expect(welcome.text).toContain(`${site.url}/account`)
      expect(welcome.html).toContain(`href="${site.settings.HOME_URL}"`)
      await page.goto(`${site.url}/logout`)
      await page.goto(`${site.url}/`)
      await page.getByRole('button', { name: 'Deutsch' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Komm herein')
      await page.getByRole('button', { name: 'English' }).click()
      await signInByReminder(page, site)
      await expect(page.getByRole('heading')).toHaveText('Good day, Ada Lovelace')

      await page.goto(`${site.url}/account`)
      await deleteAccount(page)
      await page.getByRole('link', { name: 'Continue to Difio' }).click()
      await expect(page.getByRole('heading')).toHaveText('Good day, stranger')
      expect(strays).toEqual([])
    })
  })
}

test.describe('below a path, without JavaScript', () => {
  const { publicUrl, siteUrl, settings } = TOPOLOGIES[0] ?? ALONE
  test.use({ place: { publicUrl, siteUrl, settings } })

  test('forms and links stay below the path', async ({ site, browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await page.goto(`${site.url}/nothing/here`)
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await expect(page).toHaveURL(`${site.url}/`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Komm herein')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Forgot which one you used?').click()
    await page.getByRole('textbox', { name: 'Email' }).fill('nobody@example.org')
    await page.getByRole('button', { name: 'Send reminder' }).click()
    await expect(page.getByRole('heading')).toContainText('No user with address')
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
    await expect(page).toHaveURL(`${site.url}/`)
    await signInWithGitHub(page)
    await expect(page).toHaveURL(site.settings.HOME_URL ?? '')
    await page.goto(`${site.url}/account`)
    await page.getByRole('link', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(`${site.url}/goodbye`)
    await context.close()
  })
})

test.describe('on a whole origin', () => {
  test.use({ expectedConsole: /about:srcdoc/ })

  test('a visitor signs in, also through a reminder, and deletes the account', async ({
    page,
    site,
    context,
  }) => {
    await page.goto(`${site.url}/account`)
    await expect(page).toHaveURL(`${site.url}/?returnTo=/account`)
    await signInWithGitHub(page)
    await expect(page).toHaveURL(`${site.url}/account`)
    await expect(page.getByRole('link', { name: /Continue to/ })).toHaveCount(0)
    const names = (await context.cookies(site.url)).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['__Host-last-provider', '__Host-session']))
    expect(names.filter((name) => !name.startsWith('__Host-'))).toEqual([])
    await page.goto(`${site.url}/logout`)
    await page.goto(`${site.url}/`)
    await signInByReminder(page, site)
    await expect(page).toHaveURL(`${site.url}/account`)
    await deleteAccount(page)
  })
})
