import type { PageData } from '../server/api.ts'

/** What the server put into the page: the texts, the site, and who is signed in. */
export const page: PageData = JSON.parse(document.getElementById('page')?.textContent ?? '{}')
