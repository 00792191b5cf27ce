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

/** The browser for the journeys: an installed Chromium or Chrome, else Playwright's own; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...installed, MAC, chromium.executablePath()].find((path) => existsSync(path))
}
