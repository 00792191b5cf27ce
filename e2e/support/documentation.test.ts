import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingNames } from '../../server/config.ts'
import { site } from '../../server/site/site.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, '.readme'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `.readme/${name}`),
]

/** A link of a page, and its target. */
interface Link {
  page: string
  target: string
}

/** The links of a page to files of the project and to headings. */
function linksOf(page: string): Link[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^https?:/.test(target)).map((target) => ({ page, target }))
}

function leadsSomewhere({ page, target }: Link): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(ROOT, file))) return false
  return anchor === undefined || anchorsOf(file).includes(anchor)
}

/** The anchors that GitHub makes for a page's headings. Ignores blocks of code. */
function anchorsOf(file: string): string[] {
  const text = read(file).replace(/^```[\s\S]*?^```$/gm, '')
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The names of settings in the first column of a chapter's table. */
function namesInTable(chapter: string): string[] {
  const [, rest = ''] = read('README.md').split(`\n## ${chapter}\n`)
  const [text = ''] = rest.split('\n## ')
  const columns = [...text.matchAll(/^\|([^|]*)\|/gm)].map(([, column = '']) => column)
  return columns.flatMap((column) => [...column.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name))
}

/** A fenced block of a page. */
interface Block {
  page: string
  language: string
  text: string
}

function blocksOf(page: string): Block[] {
  const blocks = [...read(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
  return blocks.map(([, language = '', text = '']) => ({ page, language, text }))
}

/** The blocks that tests and scripts run: all calls of `printedBlock` with literal arguments. */
function takenBlocks(): Pick<Block, 'language' | 'text'>[] {
  const files = ['e2e', 'server'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(`${folder}/${name}`)),
  )
  const call = /printedBlock\(\s*'(\w+)',\s*'((?:[^'\\]|\\.)+)',?\s*\)/g
  const calls = files.flatMap((source) => [...source.matchAll(call)])
  return calls.map(([, language = '', text = '']) => ({ language, text: text.replaceAll('\\n', '\n') }))
}

/** The blocks that no test or script takes from the pages, by words in them, and the reason. */
const NOT_TAKEN = {
  'npm ci && npm test': '.ci/run runs these two lines, and "nginx, in five minutes" npm start',
  'const staffOnly: Step': 'an example, whose shop is not part of the project',
  'flowchart LR': 'a picture',
  'traefik.http.routers': 'Debian has no Traefik; the page says that it was not run',
  'Firebase\\JWT\\JWT::decode': 'Debian lacks the library; the page says that it was not run',
  'keyfunc.NewDefaultCtx': 'Debian lacks the library; the page says that it was not run',
}

describe('the documentation', () => {
  it('has a README of at most 250 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(250)
  })

  it('lists all settings, and no others', () => {
    const names = settingNames(site.providers)
    expect(names).toContain('GITHUB_CLIENT_ID')
    expect(namesInTable('Settings').sort()).toEqual(names.sort())
  })

  it('has all settings in .env.example', () => {
    const example = [...read('.env.example').matchAll(/^#?([A-Z_]+)='/gm)].map(([, name = '']) => name)
    const names = example.filter((name) => name !== 'NODE_ENV')
    expect(names.sort()).toEqual(settingNames(site.providers).sort())
  })

  it('names only existing commands', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = PAGES.flatMap((page) => [...read(page).matchAll(/npm run ([\w:]+)/g)])
    const names = new Set(named.map(([, name = '']) => name))
    expect(names.size).toBeGreaterThan(10)
    expect([...names].filter((name) => !(name in scripts))).toEqual([])
  })

  it('names only existing metrics', () => {
    const source = read('server/metrics/prometheus.ts')
    const text = `${read('.readme/METRICS.md')}${read('.readme/grafana.json')}`
    const named = [...text.matchAll(/\b(?:doorman|http_server)_\w+/g)].map(([name]) => name)
    const names = new Set(named.map((name) => name.replace(/_(bucket|count|sum)$/, '')))
    expect(names.size).toBe(7)
    expect([...names].filter((name) => !source.includes(`'${name}'`))).toEqual([])
  })

  it('has only blocks that a test or script runs as printed', () => {
    const blocks = PAGES.flatMap(blocksOf)
    expect(blocks.length).toBeGreaterThan(30)
    const taken = takenBlocks()
    const isTaken = ({ language, text }: Block) =>
      taken.some((one) => one.language === language && text.includes(one.text))
    const notTaken = blocks.filter((block) => !isTaken(block))
    const reasons = Object.keys(NOT_TAKEN)
    expect(notTaken.filter(({ text }) => !reasons.some((words) => text.includes(words)))).toEqual([])
    expect(reasons.filter((words) => !notTaken.some(({ text }) => text.includes(words)))).toEqual([])
  })

  it('has no broken links', () => {
    const links = PAGES.flatMap(linksOf)
    expect(links.length).toBeGreaterThan(30)
    expect(links.filter((link) => !leadsSomewhere(link))).toEqual([])
  })
})
