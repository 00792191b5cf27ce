import { randomUUID } from 'node:crypto'
import { sendReminder } from '../../reminder/sendReminder.ts'
import { type Account, findConnection, type Identity } from '../../store/account.ts'
import { Conflict } from '../../store/store.ts'
import { claimAddress } from '../claimAddress.ts'
import { type Refusal, refuse, type Step } from '../pipeline.ts'

/**
 * Creates a user for an identity that no account has. When the provider has verified an address that another
 * user has, it refuses with `email-taken`, and that user gets a mail that lists their sign-in methods.
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
  // A simultaneous sign-in of the same person was faster. The steps run again, and the first one finds the
  // account.
  if (findConnection(connections, identity)) {
    throw new Conflict('another sign-in connected the identity first')
  }
  // An account that is being deleted gets no more mail, and its address is free soon.
  if (owner.leavingSince !== null) return refuse('leaving')
  const userId = owner.id
  const mail = sendReminder.delay({ userId, sealedAddress: null, from: '' }, { userId })
  return { ...refuse('email-taken', [mail]), ownerId: userId }
}
