import type { AuditEvent } from '../audit/event.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { canTakeBack, consentOf, withConsentState } from './consent.ts'

/** The identity of the post to withdraw, and the time (ISO 8601). */
interface Withdrawal {
  uid: string
  at: string
  event: AuditEvent
}

/** Decides to withdraw a consent. Its job stays in the queue and does nothing when it finds the new state. */
export function withdrawTweet(
  { account }: AccountState,
  { uid, at, event }: Withdrawal,
): Decision<'withdrawn' | 'too-late' | 'gone'> {
  const consent = consentOf(account.user, uid)
  if (!consent) return { result: 'gone' }
  if (!canTakeBack(consent)) return { result: 'too-late' }
  const user = withConsentState(account.user, consent, { state: 'withdrawn', at })
  return { account: { ...account, user }, events: [event], result: 'withdrawn' }
}
