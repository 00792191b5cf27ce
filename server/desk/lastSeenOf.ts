import type { Session } from '../store/account.ts'
import type { Store } from '../store/store.ts'

/** More events than a person has between two sign-ins. */
const LOOKED_AT = 200

/**
 * When a person was last here (Unix milliseconds): the latest visit of their `sessions`, newest first, else the last
 * sign-in; null when neither is known.
 */
export async function lastSeenOf(
  userId: string,
  [newest]: readonly Session[],
  store: Pick<Store, 'eventsOf'>,
): Promise<number | null> {
  if (newest) return newest.lastSeenAt
  const events = await store.eventsOf(userId, LOOKED_AT)
  return events.find(({ what, outcome }) => what === 'sign-in' && outcome === 'done')?.at ?? null
}
