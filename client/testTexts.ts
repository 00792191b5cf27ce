/** For tests of components' words: puts the English texts where the page has them. Must be imported first. */
import { en } from '../server/languages/en.ts'

const site = { name: 'Doorman', basePath: '', homeUrl: '/account', avatarOrigins: [] }
const page = { textContent: JSON.stringify({ language: 'en', pages: en.pages, site, session: null }) }

Object.assign(globalThis, { document: { getElementById: () => page } })
