import type { Services } from '../services.ts'
import { findConnection, type Identity } from '../store/account.ts'

const DAY_MS = 24 * 3_600_000

/** Whether the whole profile behind a connection was read less than a day ago. */
export async function isProfileFresh(
  identity: Identity,
  { store, now }: Pick<Services, 'store' | 'now'>,
): Promise<boolean> {
  const account = await store.find(identity)
  const readAt = account && findConnection(account.connections, identity)?.extraData.profileReadAt
  return readAt !== undefined && now() - Date.parse(readAt) < DAY_MS
}
