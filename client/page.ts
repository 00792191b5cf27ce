import type { PageData } from '../server/api.ts'

/** The data that the server put into the page: the texts, the site and the session. */
export const page: PageData = JSON.parse(document.getElementById('page')?.textContent ?? '{}')
