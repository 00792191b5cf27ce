import type { Step } from '../pipeline.ts'

/**
 * Updates the connection with the provider's answer: username, tokens, extra data, and when the whole profile
 * was read. A partial profile leaves the extra data as it is.
 */
export const loadExtraData: Step = ({ connection, profile, credentials, now }) => {
  if (!connection) return {}
  const { username, isPartial } = profile
  const extraData = isPartial ? connection.extraData : { ...profile.extraData, profileReadAt: now }
  return { connection: { ...connection, username, credentials, extraData } }
}
