import { spawnSync } from 'node:child_process'
import { findBrowser } from './browser.ts'

/**
 * Makes sure that there is a browser for the journeys: one that is installed, Debian's, or Playwright's own.
 * Throws with what to install when none can be had.
 */
export function provideBrowser(): void {
  if (findBrowser()) return
  if (process.getuid?.() === 0) {
    attempt('apt-get', ['update'])
    attempt('apt-get', ['install', '-y', 'chromium-headless-shell'])
  }
  if (findBrowser()) return
  attempt('npx', ['--no-install', 'playwright', 'install', '--with-deps', 'chromium'])
  if (findBrowser()) return
  throw new Error(
    'The journeys need a browser: install Chromium or Chrome, or run "npx playwright install chromium".',
  )
}

/** What counts is whether there is a browser afterwards. */
function attempt(command: string, args: string[]): void {
  console.log(`\n> ${command} ${args.join(' ')}`)
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}
