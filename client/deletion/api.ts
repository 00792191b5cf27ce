import type { DeletionAnswer, DeletionStep } from '../../server/api.ts'
import { ask, readJson } from '../ask.ts'
import { query } from '../query.ts'
import { at } from '../site.ts'

/** Reads the steps of the deletion that this browser requested; null if there was none. */
export const readDeletion = query(
  async (): Promise<DeletionStep[] | null> =>
    (await readJson<DeletionAnswer>(await ask('/api/deletion'))).steps,
  'deletion',
)

/** Deletes the account, which ends the session, and opens `/goodbye`. Throws `ServerFault`. */
export async function deleteAccount(username: string): Promise<never> {
  await ask('/api/account/delete', { method: 'POST', body: new URLSearchParams({ username }) })
  window.location.assign(at('/goodbye'))
  // Never resolves: otherwise this page would read the session and go to the sign-in page instead.
  return new Promise<never>(() => undefined)
}
