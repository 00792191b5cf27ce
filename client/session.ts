import type { SessionAnswer } from '../server/api.ts'
import { ask, readJson } from './ask.ts'
import { page } from './page.ts'

let inPage = page.session

/** The providers and the user who is signed in. The first answer comes from the page itself. Throws `ServerFault`. */
export async function fetchSession(): Promise<SessionAnswer> {
  const known = inPage
  inPage = null
  return known ?? readJson<SessionAnswer>(await ask('/api/session'))
}
