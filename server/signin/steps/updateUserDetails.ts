import type { User } from '../../store/account.ts'
import { claimAddress } from '../claimAddress.ts'
import type { Context, Step } from '../pipeline.ts'

/**
 * Updates name, picture and language from the provider that was used. When another provider is being
 * connected, it only fills in what is empty. An existing address stays as it is (python-social-auth protects
 * it as well). A partial profile changes only the language.
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
