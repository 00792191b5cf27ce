import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

interface Locked {
  version?: string
  name?: string
  resolved?: string
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const { dependencies, devDependencies, overrides } = JSON.parse(read('package.json'))

/** Older versions have security advisories, for example about host headers or session fixation. */
const MINIMUM = {
  koa: '3.1.2',
  passport: '0.6.0',
  nodemailer: '10.6.0',
  'solid-js': '1.9.15',
  vite: '8.3.8',
  '@xmldom/xmldom': '0.8.11',
}

/** All versions of the package in the lock file, at every depth. */
function lockedVersions(name: string): string[] {
  const found = Object.entries(packages).filter(
    ([path, locked]) => (locked.name ?? path.split('node_modules/').at(-1)) === name,
  )
  return found.map(([, { version = '' }]) => version)
}

function isAtLeast(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split('.').map(Number))
  const first = [0, 1, 2].find((part) => a?.[part] !== b?.[part])
  return first === undefined || (a?.[first] ?? 0) > (b?.[first] ?? 0)
}

describe('the dependencies', () => {
  it.each(Object.entries(MINIMUM))('include %s only in version %s or newer', (name, minimum) => {
    const versions = lockedVersions(name)
    expect(versions).not.toEqual([])
    expect(versions.filter((version) => !isAtLeast(version, minimum))).toEqual([])
  })

  it('do not include the deprecated xmldom', () => {
    expect(lockedVersions('xmldom')).toEqual([])
    expect(overrides.xmldom).toMatch(/^npm:@xmldom\/xmldom@/)
  })

  it('are pinned, and come from no particular registry', () => {
    for (const [name, version] of Object.entries(dependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved)).toEqual([])
  })

  it('all have a reason in .readme/DESIGN.md', () => {
    const [, reasons = ''] = read('.readme/DESIGN.md').split('## Dependencies\n')
    const all = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !name.startsWith('@types/'),
    )
    const missing = all.filter((name) => !reasons.includes(`\`${name}\``))
    expect(missing).toEqual([])
  })
})
