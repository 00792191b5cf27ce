import { action, query } from '@solidjs/router'
import type { PendingConnection, PendingConnectionAnswer } from '../../server/api.ts'
import { ask, readJson } from '../api.ts'

const PATH = '/api/account/pending-connection'

/** What this browser came with before its owner signed in, and may be connected with one click; null for nothing. */
export const readPendingConnection = query(
  async (): Promise<PendingConnection | null> =>
    (await readJson<PendingConnectionAnswer>(await ask(PATH))).connection,
  'pending-connection',
)

/** Connects it. Throws with the server's words. */
export const connectPending = action(async (): Promise<true> => {
  await ask(PATH, { method: 'POST' })
  return true
}, 'connect-pending')

/** Leaves it as it is. */
export const declinePending = action(async (): Promise<true> => {
  await ask(PATH, { method: 'DELETE' })
  return true
}, 'decline-pending')
