import type { User } from '../../store/account.ts'
import { claimAddress } from '../claimAddress.ts'
import type { Context, Step } from '../pipeline.ts'

/**
 * Brings name, picture and language up to date with the provider that was used; connecting another one only
 * fills what is empty. The address of the account stays as it is (as python-social-auth protects it): a
 * provider only fills in a missing one. A partial profile says nothing about any of them.
 */
export const updateUserDetails: Step = async (context, { store }) => {
  const { user, isNew, language, profile } = context
  if (!user || isNew) return {}
  if (profile.isPartial) return { user: { ...user, language } }
  const email = user.email ?? (await claimAddress(profile, store)).email
  return { user: { ...user, language, ...appearance(user, context), email } }
}

function appearance(user: User, { profile, currentAccount }: Context): Pick<User, 'name' | 'avatarUrl'> {
  const { name, avatarUrl } = profile
  if (currentAccount) return { name: user.name || name, avatarUrl: user.avatarUrl ?? avatarUrl }
  return { name: name || user.name, avatarUrl: avatarUrl ?? user.avatarUrl }
}
