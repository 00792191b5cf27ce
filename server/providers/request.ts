import { ProviderRefused } from './providerErrors.ts'

/** An answer of a provider may not be longer. It is far more than any profile or token. */
export const MAX_ANSWER_BYTES = 1_000_000

/** A form, and the signal that aborts the request and the reading of its answer. */
interface Sent {
  form: Record<string, string>
  signal: AbortSignal
}

/** Posts a form to a provider. */
export function postForm(url: string, { form, signal }: Sent): Promise<Response> {
  const headers = { accept: 'application/json', 'user-agent': 'Doorman' }
  const body = new URLSearchParams(form)
  return fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
}

/** Posts a form to a provider and returns the answer's text. Throws `ProviderRefused` for a status other than 2xx. */
export async function readPosted(url: string, sent: Sent): Promise<string> {
  const response = await postForm(url, sent)
  const text = await textOf(response)
  if (!response.ok) throw new ProviderRefused(response.status, text)
  return text
}

/** The body of an answer as text. Throws when it is longer than `MAX_ANSWER_BYTES`. */
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

/** The clock of the answering server (Unix ms), by its Date header; null when that is missing or invalid. */
export function clockOf(date: unknown): number | null {
  const at = Date.parse(String(date))
  return Number.isNaN(at) ? null : at
}
