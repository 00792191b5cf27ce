import { query } from '@solidjs/router'
import type { DeletionAnswer, DeletionStep } from '../../server/api.ts'
import { ask, readJson } from '../ask.ts'
import { at } from '../site.ts'

/** The steps of the deletion that this browser asked for; null when there was none. */
export const readDeletion = query(
  async (): Promise<DeletionStep[] | null> =>
    (await readJson<DeletionAnswer>(await ask('/api/deletion'))).steps,
  'deletion',
)

/** Deletes the account and leaves for the farewell; the server ends the session on the way. Throws `ServerFault`. */
export async function deleteAccount(username: string): Promise<never> {
  await ask('/api/account/delete', { method: 'POST', body: new URLSearchParams({ username }) })
  window.location.assign(at('/goodbye'))
  // Pending until this page is gone: else it would read the session and head for the sign-in page first.
  return new Promise<never>(() => undefined)
}
