import { action, query } from '@solidjs/router'
import type { OwnSession, SessionsAnswer } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../api.ts'

/** Where one is signed in. */
export const readSessions = query(
  async (): Promise<OwnSession[]> =>
    (await readJson<SessionsAnswer>(await ask('/api/account/sessions'))).sessions,
  'sessions',
)

/** Ends one session, or all but this one. Throws with the server's words. */
export const endSessions = action(async (which: { id: string } | 'others'): Promise<void> => {
  const path = which === 'others' ? '' : `/${encodeURIComponent(which.id)}`
  const response = await reach(`/api/account/sessions${path}`, { method: 'DELETE' })
  // Ended already is as wanted.
  if (response.status !== 404) await expectSuccess(response)
}, 'end-sessions')
