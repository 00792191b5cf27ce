import type { AccountEvent, EventsAnswer, OwnSession, SessionsAnswer } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../ask.ts'
import { query, revalidate } from '../query.ts'
import { fileIn, type NamedFile } from '../ui/saveFile.ts'

/** Reads the latest events of the account, newest first. */
export const readEvents = query(
  async (): Promise<AccountEvent[]> =>
    (await readJson<EventsAnswer>(await ask('/api/account/events'))).events,
  'events',
)

/** Reads the sessions of the account, the current one first. */
export const readSessions = query(
  async (): Promise<OwnSession[]> =>
    (await readJson<SessionsAnswer>(await ask('/api/account/sessions'))).sessions,
  'sessions',
)

/** Ends one session, or all except the current one. Throws `ServerFault`. */
export async function endSessions(which: { id: string } | 'others'): Promise<true> {
  const path = which === 'others' ? '' : `/${encodeURIComponent(which.id)}`
  const response = await reach(`/api/account/sessions${path}`, { method: 'DELETE' })
  // 404: the session has already ended.
  if (response.status !== 404) await expectSuccess(response)
  // Does not read the sessions again: ended ones stay in the list, and their rows say that they ended.
  void revalidate(readEvents.key)
  return true
}

/** Reads all data of the account as a file. Throws `ServerFault`. */
export async function fetchOwnData(): Promise<NamedFile> {
  const response = await ask('/api/account/export')
  void revalidate(readEvents.key)
  return fileIn(response)
}
