import type { AuditEvent } from '../audit/event.ts'
import { findConnection } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { consentOf, withConsentState } from '../welcome/consent.ts'

/** The operator's finding about a post on X. */
interface Seen {
  uid: string
  /** Null when the operator answered neither yes nor no. */
  isPosted: boolean | null
  /** Whether the site offers posts at all. */
  offersTweets: boolean
  /** ISO 8601. */
  at: string
  event: AuditEvent
}

/**
 * Settles a post whose outcome is unknown. If it was not posted and the identity is still connected, the
 * person gets the offer once more: nothing is posted again without their consent.
 */
export function settleTweet(
  { account }: AccountState,
  { uid, isPosted, offersTweets, at, event }: Seen,
): Decision<'settled' | 'settled-before' | 'none' | 'posted-invalid'> {
  const consent = consentOf(account.user, uid)
  if (!consent) return { result: 'none' }
  if (consent.state !== 'unknown') return { result: 'settled-before' }
  if (isPosted === null) return { result: 'posted-invalid' }
  const user = withConsentState(account.user, consent, { state: isPosted ? 'posted' : 'dropped', at })
  const isConnected = findConnection(account.connections, { provider: 'twitter', uid }) !== undefined
  const isOffered = !isPosted && offersTweets && isConnected
  const tweetOffer = isOffered ? { uid } : user.tweetOffer
  return { account: { ...account, user: { ...user, tweetOffer } }, events: [event], result: 'settled' }
}
