import { describe, expect, it } from 'vitest'
import { textsIn } from './catalogue.ts'
import { LANGUAGES } from './language.ts'

/** Texts that are rightly the same in English and in another language. */
const SAME: Record<string, readonly string[]> = {
  bg: [],
  de: ['OK'],
  es: [],
}

/** Names and terms that Bulgarian writes in Latin letters. No other text may contain any. */
const LATIN =
  /https:\/\/console\.x\.com|\b(X|POST|JSON|JavaScript|OPERATORS|SMTP_URL|WEBHOOK_URL|NTP|yes|no)\b/g

/** Words that English sentences use often and that the other languages do not have. */
const ENGLISH = /\b(the|you|your|this|that|with|and|from|not|please)\b/i

/** Every text by the path of its keys, in the order of the catalogue. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([key, inner]) =>
    textsOf(inner, path ? `${path}.${key}` : key),
  )
}

/** The translated texts: all except the names of the languages. */
function translatedIn(language: string): [path: string, text: string][] {
  return textsOf(textsIn(language)).filter(([path]) => !path.startsWith('pages.languages.names.'))
}

const withoutPlaceholders = (text: string) => text.replace(/\{\w+\}/g, '')
const placeholdersIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

const english = new Map(textsOf(textsIn('en')))

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const texts = textsOf(textsIn(language))

  it('has the keys of the English one, in its order', () => {
    expect(texts.map(([path]) => path)).toEqual([...english.keys()])
  })

  it('has the same placeholders', () => {
    const gapsOf = (all: [path: string, text: string][]) =>
      all.map(([path, text]) => [path, placeholdersIn(text)])
    expect(gapsOf(texts)).toEqual(gapsOf([...english]))
  })

  it('has no empty text', () => {
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('starts and ends a text with a space only where one is joined to others', () => {
    const joined = ['pages.deletion.typeBefore', 'pages.deletion.typeAfter', 'mails.and']
    const spaced = texts.filter(([, text]) => text !== text.trim()).map(([path]) => path)
    expect(joined).toEqual(expect.arrayContaining(spaced))
  })

  it('names the provider of a failed sign-in first, so that "The provider" can stand in for an unknown one', () => {
    const naming = Object.values(textsIn(language).pages.signin.faults).filter((words) =>
      words.includes('{provider}'),
    )
    expect(naming.filter((words) => !words.startsWith('{provider}'))).toEqual([])
    expect(naming.length).toBeGreaterThan(2)
  })

  it('calls every language by its own name', () => {
    expect(textsIn(language).pages.languages.names).toEqual({
      en: 'English',
      bg: 'Български',
      de: 'Deutsch',
      es: 'Español',
    })
  })
})

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the translation into %s', (language) => {
  it('differs from English, except in the listed texts', () => {
    const same = translatedIn(language).filter(([path, text]) => text === english.get(path))
    expect(same.map(([, text]) => text)).toEqual(SAME[language])
  })

  it('contains no English words', () => {
    expect(translatedIn(language).filter(([, text]) => ENGLISH.test(withoutPlaceholders(text)))).toEqual([])
  })
})

describe('the translation into de', () => {
  it('has no hyphen in “E‑Mail” at which a page breaks the line', () => {
    const { desk, pages, answers } = textsIn('de')
    expect(JSON.stringify([desk, pages, answers])).not.toContain('E-Mail')
  })
})

describe('the translation into bg', () => {
  it('is in Cyrillic letters', () => {
    const rest = (text: string) => withoutPlaceholders(text).replace(LATIN, '')
    expect(translatedIn('bg').filter(([, text]) => /[a-z]/i.test(rest(text)))).toEqual([])
  })
})

describe('the catalogue of an unknown language', () => {
  it('is the English one', () => {
    expect(textsIn('tlh')).toBe(textsIn('en'))
  })
})

describe('the English answers of the reminder', () => {
  it('are those of the contract, word for word', () => {
    expect(textsIn('en').answers.reminder).toEqual({
      notPost: 'Not a POST',
      invalid: 'Invalid address!',
      unknown: "No user with address '{address}' found!",
      noProviders: 'User found but no social providers found!',
      sent: "Reminder sent to '{address}'",
      onItsWay: "If an account uses '{address}', a reminder is on its way.",
      tooMany: 'Too many reminders! Try again in {minutes} minutes.',
    })
  })
})
