import { encoded, reach, readText, ServerFault } from '../ask.ts'

/** Requests a reminder. Resolves to the words of the server. Throws `ServerFault`, with its words if it refused. */
export async function requestReminder(form: FormData): Promise<string> {
  const response = await reach('/api/reminder', { method: 'POST', body: encoded(form) })
  const words = await readText(response)
  if (response.ok) return words
  throw Object.assign(new ServerFault(words), { status: response.status })
}
