import { query, revalidate } from '@solidjs/router'
import type { AccountEvent, EventsAnswer, OwnSession, SessionsAnswer } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../ask.ts'
import { fileIn, type NamedFile } from '../ui/saveFile.ts'

/** Reads the latest events of the account, newest first. */
export const readEvents = query(
  async (): Promise<AccountEvent[]> =>
    (await readJson<EventsAnswer>(await ask('/api/account/events'))).events,
  'events',
)

/** The browsers that are signed in: this one, then the others. */
export const readSessions = query(
  async (): Promise<OwnSession[]> =>
    (await readJson<SessionsAnswer>(await ask('/api/account/sessions'))).sessions,
  'sessions',
)

/** Ends one session, or all but this one. Throws `ServerFault`. */
export async function endSessions(which: { id: string } | 'others'): Promise<true> {
  const path = which === 'others' ? '' : `/${encodeURIComponent(which.id)}`
  const response = await reach(`/api/account/sessions${path}`, { method: 'DELETE' })
  // Ended already is as wanted.
  if (response.status !== 404) await expectSuccess(response)
  // Not the sessions: those that ended stay on the page, which says so in their rows.
  void revalidate(readEvents.key)
  return true
}

/** Everything that is kept about the person, as a file with a name. Throws `ServerFault`. */
export async function fetchOwnData(): Promise<NamedFile> {
  const response = await ask('/api/account/export')
  void revalidate(readEvents.key)
  return fileIn(response)
}
