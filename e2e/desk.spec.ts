import type { Browser, Locator, Page } from '@playwright/test'
import { expect, expectAccessible, interceptFromStart, type TestSite, test } from './support/fixtures.ts'

test.beforeEach(interceptFromStart)

test.use({ settings: { OPERATORS: 'github:1815' } })

/** Signs another person in with GitHub, in a browser of their own. Returns their page. */
async function customer(browser: Browser, site: TestSite, person: RegExp): Promise<Page> {
  const context = await browser.newContext({ baseURL: site.url })
  const page = await context.newPage()
  await page.goto('/auth/github')
  await page.getByRole('button', { name: person }).click()
  return page
}

/** Searches a person at the desk and opens the person's page. */
async function open(page: Page, typed: string, name: RegExp): Promise<void> {
  await page.goto('/desk')
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('searchbox', { name: 'Search people' }).fill(typed)
  await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(typed)}`))
  await page.getByRole('list', { name: 'People found' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
}

test('an operator locks an account with a reason, and unlocks it', async ({
  page,
  site,
  signIn,
  browser,
}) => {
  const margaret = await customer(browser, site, /Margaret/)
  await expect(margaret).toHaveURL(/\/account$/)
  await signIn('github', /Ada Lovelace/)
  await open(page, 'marg', /Margaret Hamilton/)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Lock' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lock Margaret Hamilton?' })
  await dialog.getByRole('button', { name: 'Lock' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Please give a reason.')
  await dialog.getByLabel('Reason').fill('Spam <b>reported</b>')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Lock' }).click()
  await expect(page.getByText('Locked. They are signed out everywhere.')).toBeFocused()
  await margaret.reload()
  await expect(margaret).toHaveURL(/returnTo/)
  await margaret.goto('/auth/github')
  await margaret.getByRole('button', { name: /Margaret/ }).click()
  await expect(margaret.getByRole('alert')).toContainText('This account is locked')

  await open(page, 'margaret@example.org', /Margaret Hamilton/)
  await expect(page.getByText('Reason: Spam <b>reported</b>').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByText('Unlocked. They can sign in again.')).toBeFocused()

  await margaret.goto('/auth/github')
  await margaret.getByRole('button', { name: /Margaret/ }).click()
  await expect(margaret).toHaveURL(/\/account$/)
  const activity = margaret.getByRole('region', { name: 'Activity', exact: true })
  await expect(activity).toContainText('The owner of this site locked your account')
  await expect(activity).toContainText('Reason: Spam <b>reported</b>')
  await expect(activity).toContainText('The owner of this site unlocked your account')
  await margaret.context().close()
})

test.describe('after a deletion', () => {
  // The page reads the account again after its deletion.
  test.use({ expectedConsole: /status of 404/ })

  test('the account of a person is gone; the operator had to type the username', async ({
    page,
    site,
    signIn,
    browser,
  }) => {
    const margaret = await customer(browser, site, /Margaret/)
    await signIn('github', /Ada Lovelace/)
    await open(page, 'mhamilton', /Margaret Hamilton/)
    await page.getByRole('button', { name: 'Delete account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete the account of Margaret Hamilton?' })
    const confirm = dialog.getByRole('button', { name: 'Delete account' })
    await dialog.getByLabel(/Type the username/).fill('margaret')
    await confirm.click({ force: true })
    await expect(dialog.getByRole('alert')).toContainText('That isn’t the username')
    await dialog.getByLabel(/Type the username/).fill('mhamilton')
    await expectAccessible(page)
    await confirm.click()
    await expect(page.getByText('The deletion is under way.')).toBeFocused()
    await site.mail.waitFor(({ subject }) => subject.includes('is deleted'))
    await margaret.reload()
    await expect(margaret).toHaveURL(/returnTo/)

    await page.goto('/desk/people?q=mhamilton')
    await expect(page.getByText('Nobody was found.')).toBeVisible()
    await expectAccessible(page)
    await margaret.context().close()
  })
})

/** Waits until the overview shows a dead letter. */
async function expectDeadLetter(page: Page): Promise<void> {
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect(async () => {
    await page.goto('/desk')
    await expect(problems).toContainText('Jobs that failed for good: 1', { timeout: 1_000 })
  }).toPass()
}

test('an operator finds the dead letter of a person, and retries it', async ({
  page,
  site,
  signIn,
  browser,
}) => {
  site.mail.faults.set('margaret@example.org', { kind: 'rcpt', code: 550 })
  const margaret = await customer(browser, site, /Margaret/)
  await signIn('github', /Ada Lovelace/)
  await expectDeadLetter(page)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Dead letters' }).click()
  await expect(page.getByRole('list', { name: 'Jobs' })).toContainText('550')
  await expectAccessible(page)

  await open(page, 'mhamilton', /Margaret Hamilton/)
  const jobs = page.getByRole('region', { name: 'Jobs' })
  await expect(jobs).toContainText('Dead letter')
  await expect(jobs).toContainText('550')
  site.mail.faults.clear('margaret@example.org')
  await jobs.getByRole('button', { name: /Retry/ }).click()
  await expect(jobs.getByText('Back in the queue')).toBeFocused()
  const isHers = ({ recipients }: { recipients: string[] }) => recipients.includes('margaret@example.org')
  const mail = await site.mail.waitFor(isHers)
  expect(mail.subject).toContain('Welcome')
  await page.reload()
  await expect(jobs).toContainText('Nothing waits for this person')
  await expect(page.getByText('Operator: had a job tried again')).toBeVisible()
  await margaret.context().close()
})

test('an operator discards all dead letters of a task, after a question', async ({
  page,
  site,
  signIn,
  browser,
}) => {
  site.mail.faults.set('margaret@example.org', { kind: 'rcpt', code: 550 })
  const margaret = await customer(browser, site, /Margaret/)
  await signIn('github', /Ada Lovelace/)
  await expectDeadLetter(page)
  await page.getByRole('link', { name: 'Dead letters' }).click()
  await page.getByLabel('Task').selectOption('sendWelcomeEmail')
  await page.getByRole('button', { name: 'Discard all of sendWelcomeEmail' }).click()
  const dialog = page.getByRole('dialog', { name: 'Discard all dead letters of sendWelcomeEmail?' })
  await expect(dialog).toContainText('can’t be brought back')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('All are discarded.')).toBeFocused()
  await expect(page.getByText('There are no dead letters.')).toBeVisible()
  await margaret.context().close()
})

test.describe('a person who is no operator', () => {
  test.use({ expectedConsole: /status of 403/ })

  test('can neither open the desk nor load its code', async ({ page, signIn }) => {
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(request.url()))
    await page.goto('/desk/jobs?state=dead')
    await expect(page).toHaveURL(/\/\?returnTo=%2Fdesk%2Fjobs%3Fstate%3Ddead$/)
    await signIn('github', /Margaret/)
    await expect(page).toHaveURL(/\/account$/)
    const answer = await page.goto('/desk')
    expect(answer?.status()).toBe(403)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Only the operators/)
    expect(scripts.some((url) => /\/App-/.test(url))).toBe(true)
    expect(scripts.filter((url) => /\/Desk-/.test(url))).toEqual([])
    await expectAccessible(page)
  })
})

test.describe('when the desk does not answer', () => {
  test.use({ expectedConsole: /status of 403|ERR_FAILED/ })

  test('it shows the reason, and offers to sign in again or to try again', async ({ page, signIn }) => {
    await signIn('github', /Ada Lovelace/)
    await expect(page).toHaveURL(/\/account$/)
    const error = { code: 'sign-in-again', message: 'Please sign in once more.' }
    await page.route('**/api/desk/people*', (route) => route.fulfill({ status: 403, json: { error } }))
    await page.goto('/desk/people?state=locked')
    await expect(page.getByRole('alert')).toContainText('Please sign in once more.')
    await expectAccessible(page)
    await page.unroute('**/api/desk/people*')
    await page.getByRole('link', { name: 'Sign in again with GitHub' }).click()
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(page).toHaveURL(/\/desk\/people\?state=locked$/)
    await expect(page.getByText('Nobody was found.')).toBeVisible()

    await page.route('**/api/desk/jobs*', (route) => route.abort())
    await page.goto('/desk/jobs')
    await expect(page.getByRole('alert')).toContainText('couldn’t reach the server')
    await page.unroute('**/api/desk/jobs*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('No job is waiting.')).toBeVisible()
  })
})

/** Where the lines of one of `.facts` start, in pixels from the visible edge. The first em of the list is cut off. */
function lineStartsOf(fact: Locator): Promise<number[]> {
  return fact.evaluate((element) => {
    const list = element.parentElement ?? element
    const range = document.createRange()
    range.selectNodeContents(element)
    const edge = list.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(list).fontSize)
    return [...range.getClientRects()].map(({ left }) => left - edge)
  })
}

for (const [width, height] of [
  [360, 740],
  [1280, 800],
] as const) {
  test(`the desk fits ${width} pixels in every language, and can be used by keyboard`, async ({
    page,
    site,
    signIn,
    browser,
  }) => {
    const barbara = await customer(browser, site, /Barbara/)
    await barbara.context().close()
    await page.setViewportSize({ width, height })
    await signIn('github', /Ada Lovelace/)
    await expect(page).toHaveURL(/\/account$/)
    await page.goto('/desk')
    for (const name of ['Deutsch', 'Español', 'Български', 'English']) {
      await page.getByRole('button', { name }).click()
      await expect(page.getByRole('button', { name })).toHaveAttribute('aria-current', 'true')
      await expect(
        page
          .getByRole('list')
          .filter({ has: page.locator('strong') })
          .first(),
      ).toBeVisible()
      await expectAccessible(page)
    }
    await page.getByRole('link', { name: 'People' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    const facts = page.getByText('GitHub: barbara-liskov-of-substitutable-subtype')
    const starts = await lineStartsOf(facts)
    expect(starts.length).toBeGreaterThan(1)
    expect(Math.min(...starts), 'the start of a line is cut off').toBeGreaterThan(-1)
    await page.getByRole('link', { name: /Ada Lovelace/ }).click()
    await expect(page.getByText('This is an operator.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Lock' })).toHaveCount(0)
    await expectAccessible(page)
  })
}
