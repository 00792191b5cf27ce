import { ProviderRefused } from './providerErrors.ts'

/** Far more than a token needs. */
const MAX_ANSWER_BYTES = 1_000_000

/** What is sent; the signal ends the whole request, its answer included. */
interface Sent {
  form: Record<string, string>
  signal: AbortSignal
}

/** Posts a form to a provider. Returns the text of the answer. Throws `ProviderRefused` for another status than 2xx. */
export async function post(url: string, { form, signal }: Sent): Promise<string> {
  const headers = { accept: 'application/json', 'user-agent': 'Doorman' }
  const body = new URLSearchParams(form)
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
  const text = await textOf(response)
  if (!response.ok) throw new ProviderRefused(response.status, text)
  return text
}

/** The body of an answer. Throws when it is longer than anything that a provider has to say. */
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
