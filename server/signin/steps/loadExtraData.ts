import type { Step } from '../pipeline.ts'

/**
 * Keeps with the connection what the provider said this time: newest name there, newest tokens, extra data,
 * and when the whole profile was read. What is known of the rest stays when the profile is partial.
 */
export const loadExtraData: Step = ({ connection, profile, credentials, now }) => {
  if (!connection) return {}
  const { username, isPartial } = profile
  const extraData = isPartial ? connection.extraData : { ...profile.extraData, profileReadAt: now }
  return { connection: { ...connection, username, credentials, extraData } }
}
