import { refuse, type Step } from '../pipeline.ts'

/**
 * Finds who this identity belongs to. Only provider and uid count: usernames and addresses change hands.
 * Somebody signed in who connects an identity of another account is refused with `already-connected`.
 */
export const socialUser: Step = async ({ provider, profile, currentUser }, { store }) => {
  const known = await store.findLink(provider.id, profile.uid)
  // Until the clean-up is done the identity is neither theirs nor free.
  if (known && known.user.leavingSince !== null) return refuse('leaving')
  if (!currentUser) return known ?? {}
  if (known && known.user.id !== currentUser.id) return refuse('already-connected')
  return { user: currentUser, link: known?.link ?? null }
}
