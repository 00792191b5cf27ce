import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** The pages for operators. */
const PAGES = ['README.md', ...['RUNNING', 'POSTGRES', 'SITE', 'METRICS'].map((name) => `.readme/${name}.md`)]

/**
 * The only code block in `language` that contains `words`, from the pages for operators. Throws when there is none or
 * more than one.
 */
export function printedBlock(language: string, words: string): string {
  const blocks = PAGES.flatMap((page) => blocksOf(readFileSync(join(ROOT, page), 'utf8'), language))
  const [block, ...others] = blocks.filter((text) => text.includes(words))
  if (block === undefined || others.length > 0)
    throw new Error(`${others.length + (block ? 1 : 0)} blocks in ${language} contain '${words}', not one`)
  return block
}

function blocksOf(page: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm')
  return [...page.matchAll(fence)].map(([, text = '']) => text)
}

/**
 * Replaces words of the block, such as ports and files of a real machine by those of the test. Throws when the block
 * does not contain one of them.
 */
export function adapt(block: string, replacements: Record<string, string>): string {
  let adapted = block
  for (const [printed, own] of Object.entries(replacements)) {
    if (!adapted.includes(printed)) throw new Error(`'${printed}' is not in the block`)
    adapted = adapted.replaceAll(printed, own)
  }
  return adapted
}
