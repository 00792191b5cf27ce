/**
 * `npm run mutations [-- WORD]`: takes one defence after another out of a copy of the sources and runs the tests that
 * server/SECURITY.md names for it. Tests that stay green guard nothing.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFENCES, type Defence } from './defences.ts'

const ROOT = join(import.meta.dirname, '..')
const COPIED = [
  'server',
  'client',
  'e2e',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'nativeModules.ts',
  'package-lock.json',
  'README.md',
]

/** Whether the tests notice that the defence is gone. Throws when the code that it is cannot be found, or more than once. */
function isNoticed({ defence, file, code, instead, tests }: Defence, copy: string): boolean {
  const path = join(copy, file)
  const original = readFileSync(path, 'utf8')
  const found = original.split(code).length - 1
  if (found !== 1) throw new Error(`${file} has "${code}" ${found} times: what stands here is out of date`)
  writeFileSync(
    path,
    original.replace(code, () => instead),
  )
  const run = spawnSync('npx', ['vitest', 'run', ...tests], { cwd: copy, encoding: 'utf8' })
  writeFileSync(path, original)
  const failed = /Tests .*?(\d+) failed/.exec(run.stdout)?.[1]
  // Red without a failed test is a file that cannot be read: that would prove nothing.
  const verdict = failed ? `${failed} red` : run.status === 0 ? 'NOT NOTICED' : 'DOES NOT RUN'
  console.log(`| ${defence} | ${file} | ${tests.join(', ')} | ${verdict} |`)
  return failed !== undefined
}

const words = process.argv.slice(2)
const chosen = DEFENCES.filter(({ defence, file }) =>
  words.every((word) => `${defence} ${file}`.includes(word)),
)
const copy = mkdtempSync(join(tmpdir(), 'doorman-mutations-'))
try {
  for (const part of COPIED) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  console.log('| without | file | tests | |\n| --- | --- | --- | --- |')
  const unnoticed = chosen.filter((defence) => !isNoticed(defence, copy))
  console.log(`\n${chosen.length - unnoticed.length} of ${chosen.length} missing defences noticed`)
  process.exitCode = unnoticed.length === 0 ? 0 : 1
} finally {
  rmSync(copy, { recursive: true })
}
