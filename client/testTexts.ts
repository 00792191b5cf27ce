/** Puts the English texts where `page.ts` reads them. A test must import this file before all others. */
import { en } from '../server/languages/en.ts'

const site = { name: 'Doorman', basePath: '', homeUrl: '/account', avatarOrigins: [] }
const page = { textContent: JSON.stringify({ language: 'en', pages: en.pages, site, session: null }) }

Object.assign(globalThis, { document: { getElementById: () => page } })
