import type { ConnectionsAnswer, OwnConnection } from '../../server/api.ts'
import { ask, expectSuccess, reach, readJson } from '../ask.ts'
import { query } from '../query.ts'

/** Reads the connections of the account. */
export const readConnections = query(
  async (): Promise<OwnConnection[]> =>
    (await readJson<ConnectionsAnswer>(await ask('/api/account/connections'))).connections,
  'connections',
)

/** Removes a connection. Throws `ServerFault`. */
export async function disconnect({ provider, uid }: OwnConnection): Promise<true> {
  const path = [provider, uid].map(encodeURIComponent).join('/')
  const response = await reach(`/api/account/connections/${path}`, { method: 'DELETE' })
  // 404: the connection was already removed, for example in another tab.
  if (response.status !== 404) await expectSuccess(response)
  return true
}
