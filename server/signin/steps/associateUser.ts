import { tellOfConnection } from '../../connections/tellOfConnection.ts'
import { refuse, type Step } from '../pipeline.ts'

/**
 * Connects the identity to the user, and tells an existing user by mail that it now signs in to their
 * account. Refuses with `no-account` when no step has found or created a user (a pipeline without
 * `createUser` accepts no new users).
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
