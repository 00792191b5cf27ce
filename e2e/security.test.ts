import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFENCES } from './defences.ts'

const ROOT = join(import.meta.dirname, '..')
const PAGE = join(ROOT, 'server/SECURITY.md')
const text = readFileSync(PAGE, 'utf8')

describe('server/SECURITY.md', () => {
  it('names files and tests that are there', () => {
    const paths = [...text.matchAll(/\]\(((?!https:)[^)]+)\)/g)].map(([, path = '']) =>
      join(dirname(PAGE), path),
    )
    expect(paths.length).toBeGreaterThan(40)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })

  it('names every test of a defence that can be taken out', () => {
    const tests = new Set(DEFENCES.flatMap((defence) => defence.tests))
    const unnamed = [...tests].filter((test) => !text.includes(`(${test.replace(/^server\//, '')})`))
    expect(unnamed).toEqual([])
  })
})

describe('the list of defences', () => {
  it.each(DEFENCES)('has $defence where it is', ({ file, code }) => {
    expect(readFileSync(join(ROOT, file), 'utf8').includes(code)).toBe(true)
  })
})
