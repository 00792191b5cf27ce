import type { SessionAnswer } from '../server/api.ts'
import { ask, readJson } from './ask.ts'
import { page } from './page.ts'

let brought = page.session

/** The site, its providers, and who is signed in. The page brings the first answer along. */
export async function fetchSession(): Promise<SessionAnswer> {
  const known = brought
  brought = null
  return known ?? readJson<SessionAnswer>(await ask('/api/session'))
}
