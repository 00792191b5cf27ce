import type { Account, Connection } from '../../server/api.ts'
import { forgetTry, triedProvider } from '../signin/triedProvider.ts'

/** A connection is new for this long after it was made; the browser was on its way back from the provider meanwhile. */
const NEW_FOR_MS = 5 * 60_000

/**
 * The connection that this tab has just come back with; undefined when it came for another reason. The account's first
 * connection is how it came about.
 */
export function justConnected(user: Account, now = Date.now()): Connection | undefined {
  const tried = triedProvider()
  forgetTry()
  const [first, ...others] = user.connections
  const found = others.find(({ provider }) => provider === tried)
  return found && first && now - Date.parse(found.connectedAt) < NEW_FOR_MS ? found : undefined
}
