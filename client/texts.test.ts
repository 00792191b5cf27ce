import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Text between tags. Characters that our texts do not contain tell code from text. */
const BETWEEN_TAGS = /(?<!=)>([^<>{}()=;]*\p{L}[^<>{}()=;]*)[<{]/gu

/** Attributes that people read or hear. */
const READ_OUT =
  /\b(?:title|alt|placeholder|label|fallback|fault|text|aria-(?:label|description|roledescription|valuetext))="([^"]*\p{L}[^"]*)"/gu

/** The texts in a component's source that do not come from the catalogue. */
function literalsIn(source: string): string[] {
  return [...source.matchAll(BETWEEN_TAGS), ...source.matchAll(READ_OUT)].map(([, text = '']) => text.trim())
}

describe('components', () => {
  it.each([
    ['<p>Hello</p>', ['Hello']],
    ['<p>\n  Hello {name}\n</p>', ['Hello']],
    ['<Show when={x}>Привет</Show>', ['Привет']],
    ['<img alt="A door" /><p aria-label="Note" class="note" />', ['A door', 'Note']],
    ['<p>{t.home.back}</p><small> . </small>', []],
    ['const a = createSignal<string>()\nconst f = () => <p class="x">{a()}</p>', []],
  ])('are searched correctly for literal texts: %j', (source, literals) => {
    expect(literalsIn(source)).toEqual(literals)
  })

  it('contain no literal texts', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    const components = files.filter((file) => file.endsWith('.tsx'))
    expect(components.length).toBeGreaterThan(20)
    const found = components.flatMap((file) =>
      literalsIn(readFileSync(join(import.meta.dirname, file), 'utf8')).map((text) => `${file}: ${text}`),
    )
    expect(found).toEqual([])
  })
})
