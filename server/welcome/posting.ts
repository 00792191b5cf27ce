/**
 * The states of a consent while it is posted. A post is not idempotent, so `posting` is stored before X is called: a try that
 * finds it knows that an earlier try may have got through.
 */
import { type Connection, isInUse } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { consentOf, withConsentState } from './consent.ts'

/** The X identity that posts, and the time (ISO 8601). */
interface Try {
  uid: string
  at: string
}

/** What is to be posted, and with whose tokens. */
export interface Post {
  text: string
  connection: Connection
}

/** Decides whether a try may call X: `unknown` when an earlier one did and its outcome was never stored. */
export function beginPosting(
  { account }: AccountState,
  { uid, at }: Try,
): Decision<Post | 'unknown' | 'nothing-to-do'> {
  const { user, connections } = account
  const consent = consentOf(user, uid)
  const become = <T>(state: 'unknown' | 'dropped' | 'posting', result: T) => ({
    account: { ...account, user: withConsentState(user, uid, { state, at }) },
    result,
  })
  if (consent?.state === 'posting') return become('unknown', 'unknown')
  // `failed`: an operator tries again.
  if (consent?.state !== 'waiting' && consent?.state !== 'failed') return { result: 'nothing-to-do' }
  const connection = connections.find(({ provider, uid: own }) => provider === 'twitter' && own === uid)
  if (!connection || !isInUse(user)) return become('dropped', 'nothing-to-do')
  return become('posting', { text: consent.text, connection })
}

/** Decides what a try came to. `waiting`: X surely has no post, and there will be another try. */
export function endPosting(
  { account }: AccountState,
  { uid, at, outcome }: Try & { outcome: 'posted' | 'unknown' | 'waiting' },
): Decision<void> {
  if (consentOf(account.user, uid)?.state !== 'posting') return { result: undefined }
  const user = withConsentState(account.user, uid, { state: outcome, at })
  return { account: { ...account, user }, result: undefined }
}

/** Decides what stays when there will be no other try. */
export function giveUpPosting({ account }: AccountState, { uid, at }: Try): Decision<void> {
  const state = consentOf(account.user, uid)?.state
  if (state !== 'waiting' && state !== 'posting') return { result: undefined }
  const outcome = state === 'posting' ? 'unknown' : 'failed'
  const user = withConsentState(account.user, uid, { state: outcome, at })
  return { account: { ...account, user }, result: undefined }
}
