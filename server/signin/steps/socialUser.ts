import { findConnection } from '../../store/account.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Finds the account of this identity by provider and uid, because usernames and addresses change hands.
 * Refuses with `already-connected` when a person connects an identity of another account, and with `locked`
 * or `leaving` when the account is locked or being deleted.
 */
export const socialUser: Step = async ({ provider, profile, currentAccount }, { store }) => {
  const identity = { provider: provider.id, uid: profile.uid }
  const known = await store.find(identity)
  // An identity stays reserved until the clean-up of its deleted account has finished.
  if (known && known.user.leavingSince !== null) return refuse('leaving')
  if (known && currentAccount && known.user.id !== currentAccount.user.id) return refuse('already-connected')
  const account = known ?? currentAccount
  if (!account) return {}
  if (account.user.lock !== null) return refuse('locked')
  const connection = findConnection(account.connections, identity) ?? null
  return { account, user: account.user, connection }
}
