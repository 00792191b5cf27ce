import { once } from 'node:events'
import { get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Page } from '@playwright/test'
import { freePort } from './standins/server.ts'
import { launchOptionsWith } from './support/browser.ts'
import { test as base, expect, expectAccessible, startSite, type TestSite } from './support/fixtures.ts'
import { startFront } from './support/front.ts'

/** Where Doorman stands beside the site. The addresses are those on the port of the proxy. */
interface Topology {
  title: string
  publicUrl: string
  siteUrl: string
  /** Besides PUBLIC_URL and HOME_URL; `$SITE` is the site's origin. */
  settings: Record<string, string>
  sessionCookie: { name: string; domain: string }
}

const TOPOLOGIES: Topology[] = [
  {
    title: 'below a path of the site',
    publicUrl: 'https://www.example.test/door',
    siteUrl: 'https://www.example.test',
    settings: {},
    sessionCookie: { name: '__Host-session', domain: 'www.example.test' },
  },
  {
    title: 'on its own host next to the site',
    publicUrl: 'https://login.example.test',
    siteUrl: 'https://www.example.test',
    settings: { COOKIE_DOMAIN: 'example.test', SITE_ORIGINS: '$SITE' },
    sessionCookie: { name: '__Secure-session', domain: '.example.test' },
  },
]

const ALONE = { publicUrl: 'https://door.example.test', siteUrl: 'https://door.example.test', settings: {} }

type Place = Pick<Topology, 'publicUrl' | 'siteUrl' | 'settings'>

const test = base.extend<{ place: Place }>({
  place: [ALONE, { option: true }],

  site: async ({ place }, use) => {
    const [port, doormanPort] = [await freePort(), await freePort()]
    const at = (address: string) => address.replace('.test', `.test:${port}`)
    const [publicUrl, siteUrl] = [at(place.publicUrl), at(place.siteUrl)]
    const own = Object.entries(place.settings).map(([name, value]) => [name, value.replace('$SITE', siteUrl)])
    const { site, end } = await startSite({
      ...Object.fromEntries(own),
      PORT: String(doormanPort),
      PUBLIC_URL: publicUrl,
      ...(siteUrl === publicUrl ? {} : { HOME_URL: `${siteUrl}/`, SITE_NAME: 'Difio' }),
      TRUSTED_PROXIES: 'loopback',
    })
    const front = await startFront({
      port,
      publicUrl,
      doormanPort,
      site: (request, response) => answerAsSite(request, response, { publicUrl, siteUrl, doormanPort }),
    })
    await use(site)
    await front.close()
    await end()
  },
})

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: launchOptionsWith('--host-resolver-rules=MAP *.example.test 127.0.0.1'),
})

interface Around {
  publicUrl: string
  siteUrl: string
  doormanPort: number
}

/** The site: everybody may see the home page; all other pages are for members. It asks Doorman who is there. */
async function answerAsSite(
  { url = '/', headers: { cookie = '', host = '' } }: IncomingMessage,
  response: ServerResponse,
  { publicUrl, siteUrl, doormanPort }: Around,
): Promise<void> {
  const asked = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': host, 'X-Forwarded-Uri': url }
  const { pathname } = new URL(publicUrl)
  const door = `http://127.0.0.1:${doormanPort}${pathname.replace(/\/$/, '')}`
  // Not `fetch`, which would say in Sec-Fetch-Mode that this is no navigation.
  const headers = { ...asked, Cookie: cookie, Accept: 'text/html' }
  const [answer] = (await once(get(`${door}/api/authz/forward-auth`, { headers }), 'response')) as [
    IncomingMessage,
  ]
  answer.resume()
  const { location, 'remote-name': named } = answer.headers
  if (location && url !== '/') return void response.writeHead(302, { Location: location }).end()
  const name = decodeURIComponent(String(named ?? ''))
  const links = `<a href="${publicUrl}/logout">Leave</a> <a href="${siteUrl}/members?a=1&amp;b=2">Members</a>`
  const words = `<h1>${name ? `Good day, ${name}` : 'Good day, stranger'}</h1><p>${url}</p>${links}`
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(
    `<!doctype html><html lang="en"><title>The site</title><link rel="icon" href="data:,">${words}`,
  )
}

async function signInWithGitHub(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
}

/** From the mail that was asked for by address, through its link, into the site. */
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

/** Paths that the page asked of Doorman's origin, and that are not below PUBLIC_URL. */
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

    test('one goes from a page of the site through the door and back', async ({ page, site, context }) => {
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

    test('one is reminded, comes in by the mail, and deletes the account', async ({ page, site }) => {
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
    await page.getByRole('link').click()
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

  test('one comes in, is reminded, and deletes the account', async ({ page, site, context }) => {
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
