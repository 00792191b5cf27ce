import { query } from '@solidjs/router'
import type { PendingConnection, PendingConnectionAnswer } from '../../server/api.ts'
import { ask, readJson } from '../ask.ts'

const PATH = '/api/account/pending-connection'

/** The identity that this browser tried before its owner signed in with another one; null when there is none. */
export const readPendingConnection = query(
  async (): Promise<PendingConnection | null> =>
    (await readJson<PendingConnectionAnswer>(await ask(PATH))).connection,
  'pending-connection',
)

/** Connects it. Throws `ServerFault`. */
export async function connectPending(): Promise<true> {
  await ask(PATH, { method: 'POST' })
  return true
}

/** Leaves it unconnected. Throws `ServerFault`. */
export async function declinePending(): Promise<true> {
  await ask(PATH, { method: 'DELETE' })
  return true
}
