import type { AuditEvent } from '../audit/event.ts'
import type { AccountState, Decision } from '../store/store.ts'

/** Decides to withdraw the offer to post, if there is one. */
export function declineTweet(
  { account }: AccountState,
  event: AuditEvent,
): Decision<'declined' | 'nothing-offered'> {
  if (account.user.tweetOffer === null) return { result: 'nothing-offered' }
  const user = { ...account.user, tweetOffer: null }
  return { account: { ...account, user }, events: [event], result: 'declined' }
}
