import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** The first one is Chromium without windows, from Debian: the journeys take a third less time in it. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** How the browser for the journeys is started, with further arguments. */
export function launchOptionsWith(...args: string[]) {
  // Chromium's sandbox refuses to run as root, which containers often are.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executablePath: findBrowser(), args: [...sandbox, ...args] }
}

/** The browser for the journeys: an installed Chromium or Chrome, else Playwright's own; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...installed, MAC, chromium.executablePath()].find((path) => existsSync(path))
}
