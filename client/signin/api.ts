import type { PendingConnection, PendingConnectionAnswer } from '../../server/api.ts'
import { ask, readJson } from '../ask.ts'
import { query } from '../query.ts'

const PATH = '/api/account/pending-connection'

/** Reads the identity that this browser tried before the visitor signed in with another one; null if there is none. */
export const readPendingConnection = query(
  async (): Promise<PendingConnection | null> =>
    (await readJson<PendingConnectionAnswer>(await ask(PATH))).connection,
  'pending-connection',
)

/** Connects the pending identity. Throws `ServerFault`. */
export async function connectPending(): Promise<true> {
  await ask(PATH, { method: 'POST' })
  return true
}

/** Declines to connect the pending identity. Throws `ServerFault`. */
export async function declinePending(): Promise<true> {
  await ask(PATH, { method: 'DELETE' })
  return true
}
