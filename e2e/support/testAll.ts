/** `npm test`: runs all checks and tests, and prints how many passed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
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

interface Options {
  env?: Record<string, string>
  /** Passes the output on at once. Otherwise it is printed in one piece, because other commands run at the same time. */
  isLive?: boolean
}

/** Runs a command of the project. Resolves to whether it succeeded. */
async function run(command: string, args: string[], { env, isLive }: Options = {}): Promise<boolean> {
  const title = `\n> ${command} ${args.join(' ')}\n`
  const output: Buffer[] = []
  const print = (chunk: Buffer) => (isLive ? process.stdout.write(chunk) : output.push(chunk))
  if (isLive) process.stdout.write(title)
  // Without npx, which takes half a second of processor time.
  const child = spawn(join('node_modules/.bin', command), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...process.env, ...env },
  })
  child.stdout.on('data', print)
  child.stderr.on('data', print)
  const [code] = await once(child, 'close')
  if (!isLive) process.stdout.write(Buffer.concat([Buffer.from(title), ...output]))
  return code === 0
}

async function check(command: string, args: string[]): Promise<Count> {
  const isGood = await run(command, args)
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }
}

async function unitTests(): Promise<Count> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  const isGood = await run('vitest', ['run', ...reporters])
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(unitReport, 'utf8'))
  return atLeastOneFailure(isGood, {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
  })
}

async function journeys(): Promise<Count> {
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport }
  const isGood = await run('playwright', ['test', '-c', 'e2e'], { env, isLive: true })
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
  const checks = await Promise.all([
    check('tsc', ['--noEmit']),
    check('biome', ['check']),
    check('vite', ['build']),
  ])
  // Both wait now and then. At the same time, they use all of the processor.
  const tests = await Promise.all([unitTests(), journeys()])
  const { passed, failed, skipped } = [...checks, ...tests].reduce(add)
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
