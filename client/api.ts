import { action, query } from '@solidjs/router'
import type { ErrorAnswer, RefusalAnswer, SessionAnswer } from '../server/api.ts'

const UNREACHABLE = 'We could not reach the server. Please check your connection and try again.'
const UNREADABLE = 'The server gave an answer that we could not read. Please try again.'

/** The site, its doors, and who is signed in. */
export const readSession = query(
  async (): Promise<SessionAnswer> => (await ask('/api/session')).json(),
  'session',
)

/** The site's own words for a refusal that this client has none for. */
export const readRefusal = query(async (code: string): Promise<string> => {
  const response = await reach(`/api/refusals/${encodeURIComponent(code)}`)
  if (!response.ok) return 'Signing in did not work this time. Please try again.'
  const { message } = (await response.json()) as RefusalAnswer
  return message
}, 'refusal')

/** Asks for a reminder. The words of the answer, whatever it is: the server's own, or why there are none. */
export const requestReminder = action(async (form: FormData): Promise<string> => {
  try {
    return await (await reach('/api/reminder', { method: 'POST', body: encoded(form) })).text()
  } catch (error) {
    return error instanceof Error ? error.message : UNREACHABLE
  }
}, 'reminder')

/** Consents to post exactly the text in the form. Throws with the server's words. */
export const postTweet = action(async (form: FormData): Promise<void> => {
  const response = await reach('/api/welcome-tweet', { method: 'POST', body: encoded(form) })
  // 409: answered already, in another window. What follows, asking for the session again, shows that.
  if (!response.ok && response.status !== 409) throw new Error(await wordsOf(response))
}, 'post-tweet')

/** Declines the offer. */
export const declineTweet = action(async (): Promise<void> => {
  await ask('/api/welcome-tweet', { method: 'DELETE' })
}, 'decline-tweet')

/** Deletes the account; the server ends the session on the way. Throws with the server's words. */
export const deleteAccount = action(async (): Promise<void> => {
  await ask('/api/account/delete', { method: 'POST' })
  window.location.assign('/goodbye')
}, 'delete-account')

/** Asks and expects success. */
async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await reach(path, init)
  if (!response.ok) throw new Error(await wordsOf(response))
  return response
}

async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    throw new Error(UNREACHABLE, { cause })
  }
}

async function wordsOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as ErrorAnswer).error.message
  } catch {
    return UNREADABLE
  }
}

/** A form as forms are sent by default; multipart is for files. */
function encoded(form: FormData): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, String(value)]))
}
