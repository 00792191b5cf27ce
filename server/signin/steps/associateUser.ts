import { refuse, type Step } from '../pipeline.ts'

/**
 * Connects the identity to the user. Without one (a pipeline with `createUser` cut lets nobody new in) the sign-in
 * is refused with `no-account`.
 */
export const associateUser: Step = ({ user, link, provider, profile, credentials, now }) => {
  if (!user) return refuse('no-account')
  if (link) return {}
  return {
    newAssociation: true,
    link: {
      provider: provider.id,
      uid: profile.uid,
      userId: user.id,
      username: profile.username,
      credentials,
      extraData: {},
      connectedAt: now,
    },
  }
}
