import { describe, expect, it } from 'vitest'
import { type Letter, renderLetter } from './layout.ts'

const SITE = { name: 'Difio', accentColor: '#b4552d', language: 'en' }
const letter: Letter = {
  subject: 'You sign in with GitHub',
  preheader: 'Connected: GitHub.',
  greeting: 'Hello Ada,',
  paragraphs: ['First.', 'Second.'],
  buttons: [{ label: 'Sign in with GitHub', url: 'https://dif.io/auth/github' }],
  footer: 'Why this came.',
}

describe('renderLetter', () => {
  it('says the same in text and HTML', () => {
    const { text, html } = renderLetter(letter, SITE)
    for (const part of ['Hello Ada,', 'First.', 'Second.', 'https://dif.io/auth/github', 'Why this came.']) {
      expect(text).toContain(part)
      expect(html).toContain(part)
    }
  })

  it('sets paragraphs apart in the text', () => {
    expect(renderLetter(letter, SITE).text).toBe(
      'Hello Ada,\n\nFirst.\n\nSecond.\n\nSign in with GitHub:\nhttps://dif.io/auth/github\n\n--\nDifio\nWhy this came.\n',
    )
  })

  it('escapes in HTML and leaves the text alone', () => {
    const hostile = { ...letter, greeting: 'Hello <img src=x onerror=alert(1)> & "you"' }
    const { text, html } = renderLetter(hostile, SITE)
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;you&quot;')
    expect(text).toContain(hostile.greeting)
  })

  it('keeps the subject on one line', () => {
    expect(renderLetter({ ...letter, subject: 'a\r\nBcc: b@example.org' }, SITE).subject).toBe(
      'a Bcc: b@example.org',
    )
  })

  it('leaves no more than one empty line between the parts of the text', () => {
    expect(renderLetter(letter, SITE).text).not.toMatch(/\n{3}/)
  })
})
