import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = join(ROOT, 'server/SECURITY.md')
const text = readFileSync(PAGE, 'utf8')

describe('server/SECURITY.md', () => {
  it('names only existing files', () => {
    const paths = [...text.matchAll(/\]\(((?!https:|#)[^)]+)\)/g)].map(([, path = '']) =>
      join(dirname(PAGE), path),
    )
    expect(paths.length).toBeGreaterThan(40)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('e2e/stryker.config.json', () => {
  it('names only existing files', () => {
    const { mutate } = JSON.parse(readFileSync(join(ROOT, 'e2e/stryker.config.json'), 'utf8')) as {
      mutate: string[]
    }
    const paths = mutate.flatMap(alternatives)
    expect(paths.length).toBeGreaterThan(40)
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

/** Expands a pattern: `a/{b,c}.ts` becomes a/b.ts and a/c.ts. */
function alternatives(pattern: string): string[] {
  const [, before = '', names = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? []
  return names === '' ? [pattern] : names.split(',').map((name) => `${before}${name}${after}`)
}
