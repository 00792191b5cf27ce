import { tellOfConnection } from '../../connections/tellOfConnection.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Connects the identity to the user, who learns by mail that it opens their account from now on. Without a
 * user (a pipeline with `createUser` cut lets nobody new in) the sign-in is refused with `no-account`.
 */
export const associateUser: Step = ({ user, isNew, connection, provider, profile, credentials, now }) => {
  if (!user) return refuse('no-account')
  if (connection) return {}
  const identity = { provider: provider.id, uid: profile.uid }
  return {
    newAssociation: true,
    connection: { ...identity, username: profile.username, credentials, extraData: {}, connectedAt: now },
    jobs: isNew
      ? []
      : tellOfConnection(user, { provider: provider.id, what: 'connected', connectedAt: now }, now),
  }
}
