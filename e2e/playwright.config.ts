import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { launchOptionsWith } from './support/browser.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  // Long enough for a busy machine. Tests wait for conditions, so this costs no time when they hold.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // A journey waits now and then, so one more runs than there are cores.
  workers: Math.min(availableParallelism() + 1, 8),
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // Recording a trace costs a third of the time of all journeys: `TRACE=on npm run journeys -- FILE` records one.
    trace: process.env.TRACE ? 'on' : 'off',
    launchOptions: launchOptionsWith(),
  },
})
