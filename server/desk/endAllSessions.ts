import type { Services } from '../services.ts'
import type { Account } from '../store/account.ts'
import { everyAccount } from '../store/everyAccount.ts'
import { deedEvent } from './deed.ts'
import { endSessions } from './lockAccount.ts'

/** The file store writes the commits of a page together. */
const ACCOUNTS_A_PAGE = 100

type Needs = Pick<Services, 'store' | 'now'> & { config: Pick<Services['config'], 'webhook'> }

/** Ends every session of every account, as an operator's action on each. Returns how many ended. */
export async function endAllSessions({ store, config, now }: Needs): Promise<number> {
  let count = 0
  for await (const accounts of everyAccount(store, ACCOUNTS_A_PAGE)) {
    const ended = await Promise.all(accounts.map(endAllOf))
    count += ended.reduce((sum, each) => sum + each, 0)
  }
  return count

  async function endAllOf({ user }: Account): Promise<number> {
    const at = now()
    const event = deedEvent(at, { what: 'operator-sessions', userId: user.id })
    const acting = { at: new Date(at).toISOString(), event, config }
    const ended = await store.change(user.id, (state) => {
      return { ...endSessions(state, acting), result: state.sessions.length }
    })
    return ended ?? 0
  }
}
