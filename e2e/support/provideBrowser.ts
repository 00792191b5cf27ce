import { spawnSync } from 'node:child_process'
import { findBrowser } from './browser.ts'

/**
 * Makes sure that the journeys have a browser. Without an installed one, installs Debian's as root, or Playwright's.
 * Throws when this fails; the error names what to install.
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

/** Runs a command. It ignores failures, because `findBrowser` checks the result. */
function attempt(command: string, args: string[]): void {
  console.log(`\n> ${command} ${args.join(' ')}`)
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}
