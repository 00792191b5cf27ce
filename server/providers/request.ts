import { ProviderRefused } from './providerErrors.ts'

/** Far larger than any token. */
const MAX_ANSWER_BYTES = 1_000_000

/** A form, and the signal that aborts the request and the reading of its answer. */
interface Sent {
  form: Record<string, string>
  signal: AbortSignal
}

/**
 * Posts a form to a provider and returns the text of the answer. Throws `ProviderRefused` for a status other
 * than 2xx.
 */
export async function post(url: string, { form, signal }: Sent): Promise<string> {
  const headers = { accept: 'application/json', 'user-agent': 'Doorman' }
  const body = new URLSearchParams(form)
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
  const text = await textOf(response)
  if (!response.ok) throw new ProviderRefused(response.status, text)
  return text
}

/** The body of an answer as text. Throws when it is longer than MAX_ANSWER_BYTES. */
export async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let received = 0
  for await (const chunk of response.body ?? []) {
    received += chunk.byteLength
    if (received > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
