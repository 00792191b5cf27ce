import { randomUUID } from 'node:crypto'
import { sendReminder } from '../../reminder/sendReminder.ts'
import { claimAddress } from '../claimAddress.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Makes a user for an identity that nobody has. When the provider has verified an address that another user has, the
 * sign-in is refused with `email-taken`, and the owner of the address learns by mail which door is theirs.
 */
export const createUser: Step = async (context, { store }) => {
  const { user, profile, username, language, now } = context
  if (user) return {}
  const address = await claimAddress(profile, store)
  // Who is leaving is mailed nothing any more, and the address is free in a moment.
  if (address.owner && address.owner.leavingSince !== null) return refuse('leaving')
  if (address.owner) {
    const ownerId = address.owner.id
    const payload = { userId: ownerId, sealedAddress: null, from: '' }
    return { ...refuse('email-taken', [sendReminder.delay(payload, { userId: ownerId })]), ownerId }
  }
  return {
    isNew: true,
    user: {
      id: randomUUID(),
      username: username ?? profile.username,
      name: profile.name,
      email: address.email,
      emailVerified: address.emailVerified,
      avatarUrl: profile.avatarUrl,
      isActive: true,
      createdAt: now,
      language,
      welcomedAt: null,
      leavingSince: null,
      tweetOffer: null,
      tweetConsents: [],
    },
  }
}
