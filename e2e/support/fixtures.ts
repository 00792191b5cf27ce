import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { basePathIn } from './ownKeys.ts'
import { runServer, untilReady } from './server.ts'

export { expect } from '@playwright/test'

/** A whole site of the test's own: the built server and its stand-ins. */
export type TestSite = StandIns & {
  url: string
  settings: Record<string, string>
  /** What the server has logged so far. */
  log(): string
}

interface Fixtures {
  /** Settings besides those that point at the stand-ins. */
  settings: Record<string, string>
  site: TestSite
  /** Signs in from the sign-in page, through the provider's own page, as one of the people (their name). */
  signIn(provider: RegExp, person: RegExp): Promise<void>
  /** Errors in the browser's console that the test brings about; any other fails it. */
  expectedConsole: RegExp
}

/** Starts a site, on a free port unless PORT says another; browsers reach it at PUBLIC_URL, if that is set. */
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
    // No balancer has to notice the end of this server.
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

/** Each test gets a site of its own; errors in the browser's console fail it. */
export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  expectedConsole: [/$./, { option: true }],

  site: async ({ settings }, use) => {
    const { site, end } = await startSite(settings)
    await use(site)
    await end()
  },

  baseURL: async ({ site }, use) => use(site.url),

  page: async ({ page, site, expectedConsole }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !expectedConsole.test(message.text())) errors.push(message.text())
    })
    await use(page)
    expect(errors, 'errors in the browser').toEqual([])
    // Wherever on the site a journey ends, the page must be good for everybody.
    if (page.isClosed() || !page.url().startsWith(site.url)) return
    await page.locator('h1').waitFor()
    await expectNoViolations(page, 'at the end', ALL_RULES)
  },

  signIn: async ({ page }, use) => {
    await use(async (provider, person) => {
      await page.goto('/')
      await page.getByRole('link', { name: provider }).click()
      await page.getByRole('button', { name: person }).click()
    })
  },
})

/** Checks the page as it stands, in both colour schemes: no axe violation, nothing wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNoViolations(page, 'light', ALL_RULES)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  // The two schemes differ in nothing but their colours.
  await expectNoViolations(page, 'dark', { runOnly: ['color-contrast'] })
  await expectNoOverflow(page)
}

type Rules = Parameters<AxeBuilder['options']>[0]

/** The one rule of WCAG 2.2, AA: axe leaves it out by default. */
const ALL_RULES: Rules = { rules: { 'target-size': { enabled: true } } }

async function expectNoViolations(page: Page, when: string, rules: Rules): Promise<void> {
  // Otherwise axe opens a blank page for the end of each run, which takes half the time of a journey; it would be needed for
  // frames from other origins, and there are none.
  const { violations } = await new AxeBuilder({ page }).options(rules).setLegacyMode().analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(found, `axe violations, ${when}`).toEqual([])
}

/** Nothing is wider than the window, or than the dialog that it stands in. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => [
    document.documentElement.scrollWidth - window.innerWidth,
    ...[...document.querySelectorAll('dialog')].map((dialog) => dialog.scrollWidth - dialog.clientWidth),
  ])
  expect(Math.max(...overflow), 'pixels that are too wide').toBeLessThanOrEqual(0)
}
