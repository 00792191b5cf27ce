import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { expectNoViolations } from './axe.ts'
import { basePathIn } from './ownKeys.ts'
import { runServer, untilReady } from './server.ts'

export { expect } from '@playwright/test'

/** The built server and its stand-ins, for one test. */
export type TestSite = StandIns & {
  url: string
  /** The environment variables of the server. */
  settings: Record<string, string>
  /** The server's log so far. */
  log(): string
}

interface Fixtures {
  /** Environment variables in addition to those that point at the stand-ins. */
  settings: Record<string, string>
  site: TestSite
  /** Signs a person in, by name, as a link of another page does: the sign-in page has journeys of its own. */
  signIn(provider: 'github' | 'twitter', person: RegExp): Promise<void>
  /** Signs out from the account page, after it has read all its parts. */
  signOut(): Promise<void>
  /** Errors in the browser's console that the test causes. Any other error fails the test. */
  expectedConsole: RegExp
}

/** Starts a site on PORT, by default a free port. Browsers reach it at PUBLIC_URL, by default on localhost. */
export async function startSite(settings: Record<string, string>) {
  const port = Number(settings.PORT ?? (await freePort()))
  const here = `http://localhost:${port}`
  const url = settings.PUBLIC_URL ?? here
  const standIns = await startStandIns({ siteUrl: url })
  const folder = await mkdtemp(join(tmpdir(), 'doorman-e2e-'))
  const own = {
    PORT: String(port),
    SECRET: 'x'.repeat(32),
    DATA_FILE: join(folder, 'doorman.json'),
    // No balancer needs time to notice that this server stops.
    DRAIN_SECONDS: '0',
  }
  const all = { ...own, ...standIns.env, ...settings }
  const server = runServer(all)
  await untilReady(here + basePathIn(url), server)
  const end = async () => {
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    await standIns.close()
    await rm(folder, { recursive: true })
  }
  const site: TestSite = { ...standIns, url, settings: all, log: () => server.output.stdout }
  return { site, end }
}

interface WorkerFixtures {
  /** The site that all tests of a worker with `visiting` share. */
  sharedSite: TestSite
}

/** Gives each test a site of its own. Errors in the browser's console fail the test. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  settings: [{}, { option: true }],
  expectedConsole: [/$./, { option: true }],

  site: async ({ settings }, use) => {
    const { site, end } = await startSite(settings)
    await use(site)
    await end()
  },

  sharedSite: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const { site, end } = await startSite({})
      await use(site)
      await end()
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ site }, use) => use(site.url),

  page: async ({ page, site, expectedConsole }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !expectedConsole.test(message.text())) errors.push(message.text())
    })
    await use(page)
    expect(errors, 'errors in the browser').toEqual([])
    // The page on which a journey ends must be accessible, too.
    if (page.isClosed() || !page.url().startsWith(site.url)) return
    await page.locator('h1').waitFor()
    await expectNoViolations(page, 'at the end')
  },

  signIn: async ({ page }, use) => {
    await use(async (provider, person) => {
      await page.goto(`/auth/${provider}`)
      await page.getByRole('button', { name: person }).click()
    })
  },

  signOut: async ({ page }, use) => {
    await use(async () => {
      await page.waitForFunction(hasReadAccount)
      await page.getByRole('link', { name: 'Sign out' }).click()
      await page.waitForURL('**/goodbye')
    })
  },
})

/**
 * For tests that leave nothing on the site: they only look at pages of signed-out visitors, and set no fault. They share
 * a site, because its start takes half a second of processor time.
 */
export const visiting = test.extend({ site: ({ sharedSite }, use) => use(sharedSite) })

/**
 * Whether the account page has an answer for each of its parts. Runs in the browser. A request that arrives after the
 * sign-out is refused, and Chromium logs that as an error.
 */
function hasReadAccount(): boolean {
  const parts = ['connections', 'sessions', 'address', 'pending-connection', 'tweet-consents', 'events']
  const read = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  return parts.every((part) => read.includes(`/api/account/${part}`))
}

/**
 * Intercepts requests from the start of a journey. When `page.route` begins it later, Chromium sometimes misses the
 * next request of a page that has just come from another origin.
 */
export async function interceptFromStart({ page }: { page: Page }): Promise<void> {
  await page.route('**/nothing-requests-this', (route) => route.abort())
}

/** Checks the page in both colour schemes: axe finds no violation, and nothing is wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNoViolations(page, 'light')
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectNoViolations(page, 'dark')
  await expectNoOverflow(page)
}

/** Checks that nothing is wider than the window or the dialog around it. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => [
    document.documentElement.scrollWidth - window.innerWidth,
    ...[...document.querySelectorAll('dialog')].map((dialog) => dialog.scrollWidth - dialog.clientWidth),
  ])
  expect(Math.max(...overflow), 'pixels that are too wide').toBeLessThanOrEqual(0)
}
