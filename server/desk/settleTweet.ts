import type { AuditEvent } from '../audit/event.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { consentOf, withConsentState } from '../welcome/consent.ts'

/** What an operator saw at X. */
interface Seen {
  uid: string
  isPosted: boolean
  /** Whether the site offers to post anything. */
  offersTweets: boolean
  /** ISO 8601. */
  at: string
  event: AuditEvent
}

/**
 * Decides what became of a post whose outcome is unknown. What was not posted is offered once more, if the identity is still
 * connected: nothing is posted again without being asked for.
 */
export function settleTweet(
  { account }: AccountState,
  { uid, isPosted, offersTweets, at, event }: Seen,
): Decision<'settled' | 'settled-before' | 'none'> {
  const consent = consentOf(account.user, uid)
  if (!consent) return { result: 'none' }
  if (consent.state !== 'unknown') return { result: 'settled-before' }
  const user = withConsentState(account.user, consent, { state: isPosted ? 'posted' : 'dropped', at })
  const isConnected = account.connections.some((one) => one.provider === 'twitter' && one.uid === uid)
  const isOffered = !isPosted && offersTweets && isConnected
  const tweetOffer = isOffered ? { uid } : user.tweetOffer
  return { account: { ...account, user: { ...user, tweetOffer } }, events: [event], result: 'settled' }
}
