import { type Agent, type IncomingMessage, request } from 'node:http'
import type { Person } from '../standins/people.ts'
import type { Site } from './site.ts'

/** The time-out of each request. */
const ANSWERS_WITHIN_MS = 30_000

/** The parameters of a sign-in. */
interface Walk {
  agent: Agent
  person: Person
}

/**
 * Signs the person in through GitHub's stand-in. It does as little work as possible, because it shares the machine with
 * the measured server. Throws when the sign-in fails.
 */
export async function walkIn({ url }: Pick<Site, 'url'>, { agent, person }: Walk): Promise<void> {
  const begun = await ask(`${url}/auth/github`, { agent })
  const cookie = (begun.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
  const consentPage = begun.headers.location ?? ''
  const consented = await ask(consentPage, { agent, form: `person=${person.key}` })
  const callback = new URL(consented.headers.location ?? '')
  const inside = await ask(`${url}${callback.pathname}${callback.search}`, { agent, cookie })
  if (inside.headers.location !== '/account')
    throw new Error(`${person.key} did not get in: ${inside.statusCode}`)
}

interface Asking {
  agent: Agent
  cookie?: string
  form?: string
}

function ask(address: string, { agent, cookie, form }: Asking): Promise<IncomingMessage> {
  const headers = {
    ...(cookie ? { Cookie: cookie } : {}),
    ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': form.length } : {}),
  }
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS)
  return new Promise((resolve, reject) => {
    const how = { agent, method: form ? 'POST' : 'GET', headers, signal }
    const asking = request(address, how, (response) => {
      response.once('error', reject)
      response.resume().once('end', () => resolve(response))
    })
    asking.once('error', reject)
    asking.end(form)
  })
}
