import { action, query } from '@solidjs/router'
import type {
  AccountEvent,
  DeletionAnswer,
  DeletionStep,
  ErrorAnswer,
  EventsAnswer,
  RefusalAnswer,
  SessionAnswer,
} from '../server/api.ts'
import { t } from './texts.ts'

const ANSWER_WITHIN_MS = 20_000

/** What went wrong between us and the server. The message is for the visitor, `cause` for whoever looks into it. */
export class ServerFault extends Error {
  /** What the server calls it, if it was the server that said so. */
  code: string | undefined
}

/** The site, its doors, and who is signed in. */
export const readSession = query(
  async (): Promise<SessionAnswer> => readJson<SessionAnswer>(await ask('/api/session')),
  'session',
)

/** What was done lately with the account. */
export const readEvents = query(
  async (): Promise<AccountEvent[]> =>
    (await readJson<EventsAnswer>(await ask('/api/account/events'))).events,
  'events',
)

/** The site's own words for a refusal that this client has none for; general ones where there are none to be had. */
export const readRefusal = query(async (code: string): Promise<string> => {
  try {
    const response = await ask(`/api/refusals/${encodeURIComponent(code)}`)
    return (await readJson<RefusalAnswer>(response)).message
  } catch {
    // A reason that cannot be looked up must not take the doors away.
    return t.signin.refused
  }
}, 'refusal')

/** What has become of the deletion that this browser asked for; null if there was none. */
export const readDeletion = query(
  async (): Promise<DeletionStep[] | null> =>
    (await readJson<DeletionAnswer>(await ask('/api/deletion'))).steps,
  'deletion',
)

/** Asks for a reminder. The words of the answer, whatever it is: the server's own, or why there are none. */
export const requestReminder = action(async (form: FormData): Promise<string> => {
  try {
    const response = await reach('/api/reminder', { method: 'POST', body: encoded(form) })
    return (await read(response.text())) || t.faults.unreadable
  } catch (error) {
    return error instanceof ServerFault ? error.message : t.faults.unreachable
  }
}, 'reminder')

/** Consents to post exactly the text in the form. What became of it; throws with the server's words. */
export const postTweet = action(async (form: FormData): Promise<string> => {
  const response = await reach('/api/welcome-tweet', { method: 'POST', body: encoded(form) })
  // Answered before, say in another tab: the offer is gone, and reading the session again takes it off the page.
  if (response.status === 409) return (await faultIn(response)).message
  await expectSuccess(response)
  return t.welcome.posted
}, 'post-tweet')

/** Declines the offer. What became of it. */
export const declineTweet = action(async (): Promise<string> => {
  await ask('/api/welcome-tweet', { method: 'DELETE' })
  return t.welcome.declined
}, 'decline-tweet')

/** Remembers the language on this device and, for who is signed in, for their mails. Throws with words. */
export async function rememberLanguage(language: string): Promise<void> {
  await ask('/api/language', { method: 'POST', body: new URLSearchParams({ language }) })
}

/** Deletes the account; the server ends the session on the way. Throws with the server's words. */
export const deleteAccount = action(async (): Promise<never> => {
  await ask('/api/account/delete', { method: 'POST' })
  window.location.assign('/goodbye')
  // Pending until this page is gone: else it would miss the session and head for the sign-in page first.
  return new Promise<never>(() => undefined)
}, 'delete-account')

/** Asks and expects success. Throws `ServerFault` with the server's words. */
export async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await reach(path, init)
  await expectSuccess(response)
  return response
}

/** Throws `ServerFault` with the server's words when it is none. */
export async function expectSuccess(response: Response): Promise<void> {
  if (response.ok) return
  const { code, message } = await faultIn(response)
  throw Object.assign(new ServerFault(message), { code })
}

/** Asks, whatever the answer. Throws `ServerFault` when there is none. */
export async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  } catch (cause) {
    throw new ServerFault(t.faults.unreachable, { cause })
  }
}

/** A body that is cut short, late or not what it should be becomes words too. */
async function read<Body>(body: Promise<Body>): Promise<Body> {
  try {
    return await body
  } catch (cause) {
    throw new ServerFault(t.faults.unreadable, { cause })
  }
}

/** The answer as the shared types promise it; both sides are built together. */
export function readJson<Answer>(response: Response): Promise<Answer> {
  return read(response.json() as Promise<Answer>)
}

/** What the server says has gone wrong. */
export async function faultIn(response: Response): Promise<{ code?: string; message: string }> {
  try {
    return ((await response.json()) as ErrorAnswer).error
  } catch {
    return { message: t.faults.unreadable }
  }
}

/** A form as forms are sent by default; multipart is for files. */
export function encoded(form: FormData): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, String(value)]))
}
