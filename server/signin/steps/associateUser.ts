import { sendConnectionChanged } from '../../connections/sendConnectionChanged.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Connects the identity to the user, who learns by mail that their account has another door. Without a user (a pipeline with `createUser` cut lets nobody new in) the sign-in
 * is refused with `no-account`.
 */
export const associateUser: Step = ({ user, isNew, link, provider, profile, credentials, now }) => {
  if (!user) return refuse('no-account')
  if (link) return {}
  const identity = { userId: user.id, provider: provider.id, uid: profile.uid }
  const mail = sendConnectionChanged.delay({ ...identity, what: 'connected' }, { userId: user.id })
  return {
    newAssociation: true,
    link: {
      ...identity,
      username: profile.username,
      credentials,
      extraData: {},
      connectedAt: now,
    },
    jobs: isNew ? [] : [mail],
  }
}
