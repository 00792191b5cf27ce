import { encoded, reach, readText, ServerFault } from '../ask.ts'

/** Asks for a reminder. Resolves to the words of the answer; throws `ServerFault` with the server's words. */
export async function requestReminder(form: FormData): Promise<string> {
  const response = await reach('/api/reminder', { method: 'POST', body: encoded(form) })
  const words = await readText(response)
  if (response.ok) return words
  throw Object.assign(new ServerFault(words), { status: response.status })
}
