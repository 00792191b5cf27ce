import type { AuditEvent } from '../audit/event.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { consentTo } from './consent.ts'
import { jobToPost } from './tweetOnJoin.ts'

/** The accepted text and the time (ISO 8601). */
interface Agreed {
  text: string
  at: string
  event: AuditEvent
}

/** Decides to post the text under the current offer. Each offer is accepted once. */
export function acceptTweet(
  { account }: AccountState,
  { text, at, event }: Agreed,
): Decision<'accepted' | 'nothing-offered'> {
  const { user } = account
  if (user.tweetOffer === null) return { result: 'nothing-offered' }
  const { uid } = user.tweetOffer
  const consent = consentTo(text, { uid, at, basis: 'asked' })
  const tweetConsents = [...user.tweetConsents, consent]
  return {
    account: { ...account, user: { ...user, tweetOffer: null, tweetConsents } },
    jobs: [jobToPost(user.id, consent)],
    events: [event],
    result: 'accepted',
  }
}
