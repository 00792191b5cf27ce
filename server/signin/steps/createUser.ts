import { randomUUID } from 'node:crypto'
import { sendReminder } from '../../reminder/sendReminder.ts'
import { type Account, type Identity, identityKey } from '../../store/account.ts'
import { Conflict } from '../../store/store.ts'
import { claimAddress } from '../claimAddress.ts'
import { type Refusal, refuse, type Step } from '../pipeline.ts'

/**
 * Makes a user for an identity that no account has. When the provider has verified an address that another
 * user has, the sign-in is refused with `email-taken`, and the owner of the address learns by mail how they
 * sign in.
 */
export const createUser: Step = async (context, { store }) => {
  const { user, provider, profile, username, language, now } = context
  if (user) return {}
  const { email, owner } = await claimAddress(profile, store)
  if (owner) return emailTaken(owner, { provider: provider.id, uid: profile.uid })
  return {
    isNew: true,
    user: {
      id: randomUUID(),
      username: username ?? profile.username,
      name: profile.name,
      email,
      formerEmails: [],
      avatarUrl: profile.avatarUrl,
      createdAt: now,
      language,
      welcomedAt: null,
      leavingSince: null,
      lock: null,
      tweetOffer: null,
      tweetConsents: [],
    },
  }
}

function emailTaken({ user: owner, connections }: Account, identity: Identity): Refusal {
  // Another first sign-in of the same person was faster: once more from the first step, and it is found.
  if (connections.some((connection) => identityKey(connection) === identityKey(identity))) {
    throw new Conflict('the identity was connected in between')
  }
  // The account gets no more mail, and in a moment its address is free.
  if (owner.leavingSince !== null) return refuse('leaving')
  const userId = owner.id
  const mail = sendReminder.delay({ userId, sealedAddress: null, from: '' }, { userId })
  return { ...refuse('email-taken', [mail]), ownerId: userId }
}
