import type { Pages, PageTexts } from '../server/api.ts'

/** What the server put into the page: everything the client says, in the visitor's language. */
const { language: code, pages }: PageTexts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}')

/** The language of the page. */
export const language = code

/** The words of the pages. */
export const t: Pages = pages

export { fill } from '../server/languages/fill.ts'
