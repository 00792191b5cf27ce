import { bg } from './bg.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { isLanguage, type Language } from './language.ts'
import type { Catalogue } from './words.ts'

/** What the server answers. */
export type Answers = Catalogue['answers']

/** What the pages of the desk say. */
export type DeskTexts = Catalogue['desk']

/** What the client says. */
export type Pages = Catalogue['pages']

const CATALOGUES: Record<Language, Catalogue> = { en, bg, de, es }

/** The catalogue of a language; English where there is none of that code. */
export function textsIn(language: string): Catalogue {
  return CATALOGUES[isLanguage(language) ? language : 'en']
}
