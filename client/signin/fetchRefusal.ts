import type { RefusalAnswer } from '../../server/api.ts'
import { ask, readJson, ServerFault } from '../ask.ts'
import { t } from '../texts.ts'

/** The words of the site's owner for an error code; general words if the server does not answer. */
export async function fetchRefusal(code: string): Promise<string> {
  try {
    const response = await ask(`/api/refusals/${encodeURIComponent(code)}`)
    return (await readJson<RefusalAnswer>(response)).message
  } catch (error) {
    // Must not throw: the visitor still needs the providers on the page.
    if (error instanceof ServerFault) return t.signin.refused
    throw error
  }
}
