import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** The first is Debian's Chromium without windows, in which the journeys take a third less time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Playwright's launch options for the browser of the journeys, with further arguments. */
export function launchOptionsWith(...args: string[]) {
  // Chromium's sandbox refuses to run as root, and in containers the user is often root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executablePath: findBrowser(), args: [...sandbox, ...args] }
}

/** The path of an installed Chromium or Chrome, or of Playwright's own Chromium. Undefined if there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...installed, MAC, chromium.executablePath()].find((path) => existsSync(path))
}
