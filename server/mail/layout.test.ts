import { describe, expect, it } from 'vitest'
import { type Letter, renderLetter } from './layout.ts'

const SITE = { name: 'Difio', homeUrl: null, accentColor: '#b4552d', language: 'en' }
const letter: Letter = {
  subject: 'You sign in with GitHub',
  preheader: 'Connected: GitHub.',
  greeting: 'Hello Ada,',
  blocks: [
    'First.',
    { links: [{ label: 'GitHub, as @ada', url: 'https://dif.io/auth/github' }] },
    { links: [{ label: 'GitLab, as @ada', url: null }] },
    { code: '181512' },
    'Second.',
  ],
  footer: 'Why this came.',
}

describe('renderLetter', () => {
  it('has the same content in text and HTML, in the same order', () => {
    const { text, html } = renderLetter(letter, SITE)
    const parts = [
      'Hello Ada,',
      'First.',
      'GitHub, as @ada',
      'GitLab, as @ada',
      '181512',
      'Second.',
      'Why this came.',
    ]
    for (const body of [text, html]) {
      const places = parts.map((part) => body.indexOf(part))
      expect(places).not.toContain(-1)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      expect(body).toContain('https://dif.io/auth/github')
    }
  })

  it('separates blocks in the text, with the code on its own line', () => {
    expect(renderLetter(letter, SITE).text).toBe(
      'Hello Ada,\n\nFirst.\n\nGitHub, as @ada:\nhttps://dif.io/auth/github\n\nGitLab, as @ada\n\n181512\n\nSecond.\n\n--\nDifio\nWhy this came.\n',
    )
  })

  it('shows a name of the site that looks like markup as it is', () => {
    const { text, html } = renderLetter(letter, { ...SITE, name: '<b>Difio</b> & Co' })
    expect(text).toContain('--\n<b>Difio</b> & Co\n')
    expect(html).toContain('&lt;b&gt;Difio&lt;/b&gt; &amp; Co')
    expect(html).not.toContain('<b>Difio')
  })

  it('links the name of the site if the site has an address', () => {
    const { text, html } = renderLetter(letter, { ...SITE, homeUrl: 'https://dif.io/?a=1&b="' })
    expect(text).toContain('--\nDifio\nhttps://dif.io/?a=1&b="\nWhy this came.\n')
    expect(html).toMatch(/<a class="quiet" href="https:\/\/dif.io\/\?a=1&amp;b=&quot;"[^>]*>Difio<\/a>/)
  })

  it('renders a button only for a link with a URL', () => {
    const { html } = renderLetter(letter, SITE)
    expect(html.match(/<a href="[^"]*"/g)).toEqual(['<a href="https://dif.io/auth/github"'])
    expect(html).toMatch(/class="code"[^>]*font:700 32px[^>]*>181512</)
  })

  it('escapes HTML and leaves the text unchanged', () => {
    const hostile = '<img src=x onerror=alert(1)> & "you"'
    const blocks = [hostile, { code: hostile }, { links: [{ label: hostile, url: 'x">' }] }]
    const { text, html } = renderLetter({ ...letter, greeting: hostile, blocks, footer: hostile }, SITE)
    expect(html).not.toContain('<img')
    expect(html).not.toContain('x">"')
    expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt; &amp; &quot;you&quot;/g)).toHaveLength(5)
    expect(text).toContain(hostile)
  })

  it('keeps the subject on one line', () => {
    expect(renderLetter({ ...letter, subject: 'a\r\nBcc: b@example.org' }, SITE).subject).toBe(
      'a Bcc: b@example.org',
    )
  })

  it('has at most one empty line between the parts of the text', () => {
    expect(renderLetter(letter, SITE).text).not.toMatch(/\n{3}/)
  })
})
