import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const SCRIPT = join(import.meta.dirname, 'requireDevDependencies.mjs')

it('explains how to build if the dev dependencies are not installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorman-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const run = () => spawnSync(process.execPath, [SCRIPT], { cwd: folder, encoding: 'utf8' })
  const { status, stderr } = run()
  expect(status).toBe(1)
  expect(stderr).toContain('npm ci --include=dev && npm run build')
  mkdirSync(join(folder, 'node_modules/vite'), { recursive: true })
  expect(run()).toMatchObject({ status: 0, stderr: '' })
})
