import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Text between tags; code is told from it by signs that our sentences do not have. */
const BETWEEN_TAGS = /(?<!=)>([^<>{}()=;]*\p{L}[^<>{}()=;]*)[<{]/gu

/** Attributes that are read by people. */
const READ_OUT =
  /\b(?:title|alt|placeholder|label|fallback|fault|text|aria-(?:label|description|roledescription|valuetext))="([^"]*\p{L}[^"]*)"/gu

/** What a component says without asking the catalogue. */
function literalsIn(source: string): string[] {
  return [...source.matchAll(BETWEEN_TAGS), ...source.matchAll(READ_OUT)].map(([, text = '']) => text.trim())
}

describe('the components', () => {
  it.each([
    ['<p>Hello</p>', ['Hello']],
    ['<p>\n  Hello {name}\n</p>', ['Hello']],
    ['<Show when={x}>Привет</Show>', ['Привет']],
    ['<img alt="A door" /><p aria-label="Note" class="note" />', ['A door', 'Note']],
    ['<p>{t.home.back}</p><small> . </small>', []],
    ['const a = createSignal<string>()\nconst f = () => <p class="x">{a()}</p>', []],
  ])('would be found saying something of their own: %j', (source, literals) => {
    expect(literalsIn(source)).toEqual(literals)
  })

  it('say nothing that is not in the catalogue', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    const components = files.filter((file) => file.endsWith('.tsx'))
    expect(components.length).toBeGreaterThan(20)
    const found = components.flatMap((file) =>
      literalsIn(readFileSync(join(import.meta.dirname, file), 'utf8')).map((text) => `${file}: ${text}`),
    )
    expect(found).toEqual([])
  })
})
