import type { Profile } from '../../providers/provider.ts'
import type { User } from '../../user.ts'
import { claimAddress } from '../claimAddress.ts'
import type { Context, Step, StepTools } from '../pipeline.ts'

/**
 * Brings name, picture and language up to date with the provider that was used; connecting another one only fills what is empty.
 * A verified address of the account stays as it is (as python-social-auth protects it): a provider may fill in a
 * missing one or put a verified one in the place of an unverified one. A partial profile says nothing about any of them.
 */
export const updateUserDetails: Step = async (context, { store }) => {
  const { user, isNew } = context
  if (!user || isNew) return {}
  const { language, profile } = context
  if (profile.isPartial) return { user: { ...user, language } }
  return {
    user: {
      ...user,
      language,
      ...appearance(user, context),
      ...(await address(user, profile, store)),
    },
  }
}

function appearance(user: User, { profile, currentUser }: Context): Pick<User, 'name' | 'avatarUrl'> {
  const { name, avatarUrl } = profile
  if (currentUser) return { name: user.name || name, avatarUrl: user.avatarUrl ?? avatarUrl }
  return { name: name || user.name, avatarUrl: avatarUrl ?? user.avatarUrl }
}

async function address(user: User, profile: Profile, store: StepTools['store']): Promise<Partial<User>> {
  const isBetter = !user.email || (!user.emailVerified && profile.emailVerified)
  if (!profile.email || !isBetter) return {}
  const { owner, email, emailVerified } = await claimAddress(profile, store)
  const isFree = !owner || owner.id === user.id
  return isFree && email ? { email, emailVerified } : {}
}
