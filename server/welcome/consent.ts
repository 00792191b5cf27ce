import type { TweetConsent } from '../user.ts'

/** Which wording of the question people agree to: raised with every change of its meaning. */
const CONSENT_VERSION = '1'

/** A consent that is given now (ISO 8601), to be kept with the account. */
export function consentTo(text: string, given: Pick<TweetConsent, 'uid' | 'at' | 'basis'>): TweetConsent {
  return { ...given, text, version: CONSENT_VERSION, postedAt: null, withdrawnAt: null }
}

/** What makes the post of one identity unique among the jobs. */
export function tweetKey(userId: string, uid: string): string {
  return `tweet:${userId}:${uid}`
}
