import type { Pages } from '../server/api.ts'
import { page } from './page.ts'

/** The language of the page. */
export const language = page.language

/** The texts of the pages, in the language of the page. */
export const t: Pages = page.pages

export { fill } from '../server/languages/fill.ts'
