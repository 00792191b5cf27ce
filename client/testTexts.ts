/** For tests of what speaks: puts the English texts where the page has them. To be imported first. */
import { en } from '../server/languages/en.ts'

const texts = { textContent: JSON.stringify({ language: 'en', pages: en.pages }) }

Object.assign(globalThis, { document: { getElementById: () => texts } })
