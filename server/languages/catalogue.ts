import { bg } from './bg.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { isLanguage, type Language } from './language.ts'
import type { Catalogue } from './words.ts'

/** The texts of the server's answers. */
export type Answers = Catalogue['answers']

/** The texts of the desk's pages. */
export type DeskTexts = Catalogue['desk']

/** The texts of the client's pages. */
export type Pages = Catalogue['pages']

const CATALOGUES: Record<Language, Catalogue> = { en, bg, de, es }

/** The catalogue of a language; the English one for an unknown code. */
export function textsIn(language: string): Catalogue {
  return CATALOGUES[isLanguage(language) ? language : 'en']
}
