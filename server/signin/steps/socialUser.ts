import { identityKey } from '../../store/account.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Finds the account of this identity. Only provider and uid count: usernames and addresses change hands.
 * Connecting an identity of another account is refused with `already-connected`; `locked` and `leaving`
 * accounts let nobody in.
 */
export const socialUser: Step = async ({ provider, profile, currentAccount }, { store }) => {
  const identity = { provider: provider.id, uid: profile.uid }
  const known = await store.find(identity)
  // The identity stays reserved until the clean-up has finished.
  if (known && known.user.leavingSince !== null) return refuse('leaving')
  if (known && currentAccount && known.user.id !== currentAccount.user.id) return refuse('already-connected')
  const account = known ?? currentAccount
  if (!account) return {}
  if (account.user.lock !== null) return refuse('locked')
  const connection = account.connections.find((one) => identityKey(one) === identityKey(identity)) ?? null
  return { account, user: account.user, connection }
}
