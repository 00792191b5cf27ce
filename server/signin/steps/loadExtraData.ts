import type { Step } from '../pipeline.ts'

/** Keeps with the link what the provider said this time: newest name there, newest tokens, whatever is extra. */
export const loadExtraData: Step = ({ link, profile, credentials }) => {
  if (!link) return {}
  return { link: { ...link, username: profile.username, credentials, extraData: profile.extraData } }
}
