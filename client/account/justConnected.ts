import type { Account, Connection } from '../../server/api.ts'
import { forgetTry, triedProvider } from '../signin/triedProvider.ts'

/** A connection counts as new for this long, in which the browser returns from the provider. */
const NEW_FOR_MS = 5 * 60_000

/**
 * The connection that this tab has just made; undefined if there is none. The first connection does not count, because
 * it was made by the first sign-in.
 */
export function justConnected(user: Account, now = Date.now()): Connection | undefined {
  const tried = triedProvider()
  forgetTry()
  const [first, ...others] = user.connections
  const found = others.find(({ provider }) => provider === tried)
  return found && first && now - Date.parse(found.connectedAt) < NEW_FOR_MS ? found : undefined
}
