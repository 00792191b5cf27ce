import { action, query } from '@solidjs/router'
import type { ConnectionsAnswer, OwnConnection } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../api.ts'

/** The identities that open the account. */
export const readConnections = query(
  async (): Promise<OwnConnection[]> =>
    (await readJson<ConnectionsAnswer>(await ask('/api/account/connections'))).connections,
  'connections',
)

/** Takes a connection away. Throws with the server's words. */
export const disconnect = action(async ({ provider, uid }: OwnConnection): Promise<void> => {
  const path = [provider, uid].map(encodeURIComponent).join('/')
  const response = await reach(`/api/account/connections/${path}`, { method: 'DELETE' })
  // Gone already, say from another tab, is as wanted.
  if (response.status !== 404) await expectSuccess(response)
}, 'disconnect')
