import type { RefusalAnswer } from '../../server/api.ts'
import { ask, readJson, ServerFault } from '../ask.ts'
import { t } from '../texts.ts'

/** The site's own words for a refusal that this client has none for; general ones where there are none to be had. */
export async function fetchRefusal(code: string): Promise<string> {
  try {
    const response = await ask(`/api/refusals/${encodeURIComponent(code)}`)
    return (await readJson<RefusalAnswer>(response)).message
  } catch (error) {
    // A reason that cannot be looked up must not take the providers off the page.
    if (error instanceof ServerFault) return t.signin.refused
    throw error
  }
}
