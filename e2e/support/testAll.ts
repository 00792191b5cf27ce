/** `npm test`: runs all checks and tests, and prints how many passed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideBrowser } from './provideBrowser.ts'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const folder = mkdtempSync(join(tmpdir(), 'doorman-test-'))
const unitReport = join(folder, 'unit.json')
const journeyReport = join(folder, 'journeys.json')

/** Runs a command of the project and passes its output on. Returns whether it succeeded. */
function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  console.log(`\n> ${command} ${args.join(' ')}`)
  const { status } = spawnSync('npx', ['--no-install', command, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  return status === 0
}

function check(command: string, args: string[]): Count {
  const isGood = run(command, args)
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }
}

function unitTests(): Count {
  const isGood = run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ])
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(unitReport, 'utf8'))
  return atLeastOneFailure(isGood, {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
  })
}

function journeys(): Count {
  const isGood = run('playwright', ['test', '-c', 'e2e'], { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport })
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(journeyReport, 'utf8')).stats
  return atLeastOneFailure(isGood, { passed: expected, failed: unexpected + flaky, skipped })
}

/** Counts a failure if the runner failed without a failed test, because of an error outside of the tests. */
function atLeastOneFailure(isGood: boolean, count: Count): Count {
  return isGood ? count : { ...count, failed: Math.max(1, count.failed) }
}

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

try {
  provideBrowser()
  const counts = [
    check('tsc', ['--noEmit']),
    check('biome', ['check']),
    check('vite', ['build']),
    unitTests(),
    journeys(),
  ]
  const { passed, failed, skipped } = counts.reduce(add)
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
