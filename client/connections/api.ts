import { query } from '@solidjs/router'
import type { ConnectionsAnswer, OwnConnection } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../ask.ts'

/** The identities that the account can be signed in to with. */
export const readConnections = query(
  async (): Promise<OwnConnection[]> =>
    (await readJson<ConnectionsAnswer>(await ask('/api/account/connections'))).connections,
  'connections',
)

/** Removes a connection. Throws `ServerFault`. */
export async function disconnect({ provider, uid }: OwnConnection): Promise<true> {
  const path = [provider, uid].map(encodeURIComponent).join('/')
  const response = await reach(`/api/account/connections/${path}`, { method: 'DELETE' })
  // Removed already, as in another tab, is as wanted.
  if (response.status !== 404) await expectSuccess(response)
  return true
}
