import type { Pages } from '../server/api.ts'
import { page } from './page.ts'

/** The language of the page. */
export const language = page.language

/** The words of the pages, in its language. */
export const t: Pages = page.pages

export { fill } from '../server/languages/fill.ts'
