import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

/** Axe's own bundle is half as large as the source that its module exports, which the browser would parse. */
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Without their details, the passed rules take no time: describing their elements takes as long as the check. */
const OPTIONS: RunOptions = { resultTypes: ['violations'] }

/** Adds axe's only rule for WCAG 2.2, AA, which is off by default. */
const ALL_RULES: RunOptions = { ...OPTIONS, rules: { 'target-size': { enabled: true } } }

const CONTRAST: RunOptions = { ...OPTIONS, runOnly: ['color-contrast'] }

/**
 * Checks that axe finds no violation on the page. Many journeys see the same pages, and axe takes a third of their time,
 * so it checks each state of a page once in all workers. Pages in two colour schemes differ in their contrasts only.
 */
export async function expectNoViolations(page: Page, when: string): Promise<void> {
  const { content, colors } = await stateOf(page)
  const isNew = claim(content)
  if (!claim(`${content} ${colors}`)) return
  const found = await violationsOn(page, isNew ? ALL_RULES : CONTRAST)
  expect(found, `axe violations, ${when}`).toEqual([])
}

/** All that axe's result depends on. Ids, times and ports differ from site to site and change nothing. */
async function stateOf(page: Page): Promise<{ content: string; colors: string }> {
  const [size, colors = '', html] = await page.evaluate(() => {
    const isOn = (feature: string) => matchMedia(`(${feature})`).matches
    return [
      `${innerWidth}x${innerHeight}`,
      `${isOn('prefers-color-scheme: dark')} ${isOn('forced-colors: active')}`,
      document.documentElement.outerHTML,
    ]
  })
  return { content: `${size} ${html?.replace(/[\da-f]{8}-[\da-f-]{27}|\d+/g, '')}`, colors }
}

/**
 * Whether no journey of this run has claimed the state. The claim is a folder, because workers share no memory;
 * Playwright empties its output folder before each run.
 */
function claim(state: string): boolean {
  const folder = join(test.info().project.outputDir, 'checked')
  mkdirSync(folder, { recursive: true })
  const name = createHash('sha256').update(state).digest('hex')
  try {
    mkdirSync(join(folder, name))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function violationsOn(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE)
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as {
      axe: { run(root: Document, options: RunOptions): Promise<AxeResults> }
    }
    const { violations } = await axe.run(document, options)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, options)
}
