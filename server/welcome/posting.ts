/**
 * The states of a consent while it is posted. A post is not idempotent, so `posting` is stored before X is
 * called: a try that finds it knows that an earlier try may have succeeded.
 */
import { type Connection, findConnection, isInUse, type TweetConsent, type User } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { withConsentState } from './consent.ts'

/** The time of the consent and the current time (ISO 8601). */
interface Try {
  /** Undefined in jobs of older versions, which post the newest consent. */
  consentAt: string | undefined
  at: string
}

function consentAt({ tweetConsents }: User, at: string | undefined): TweetConsent | undefined {
  return tweetConsents.findLast((consent) => at === undefined || consent.at === at)
}

/** The text to post, and the connection whose tokens post it. */
export interface Post {
  text: string
  connection: Connection
}

/** Decides whether a try may call X. `unknown`: an earlier try called X, and its outcome was not stored. */
export function beginPosting(
  { account }: AccountState,
  { consentAt: givenAt, at }: Try,
): Decision<Post | 'unknown' | 'nothing-to-do'> {
  const { user, connections } = account
  const consent = consentAt(user, givenAt)
  if (!consent) return { result: 'nothing-to-do' }
  const become = <T>(state: 'unknown' | 'dropped' | 'posting', result: T) => ({
    account: { ...account, user: withConsentState(user, consent, { state, at }) },
    result,
  })
  if (consent.state === 'posting') return become('unknown', 'unknown')
  // `failed`: an operator has retried the job.
  if (consent.state !== 'waiting' && consent.state !== 'failed') return { result: 'nothing-to-do' }
  const connection = findConnection(connections, { provider: 'twitter', uid: consent.uid })
  if (!connection || !isInUse(user)) return become('dropped', 'nothing-to-do')
  return become('posting', { text: consent.text, connection })
}

/** Records the outcome of a try. `waiting`: X certainly has no post, and there will be another try. */
export function endPosting(
  { account }: AccountState,
  { consentAt: givenAt, at, outcome }: Try & { outcome: 'posted' | 'unknown' | 'waiting' },
): Decision<void> {
  const consent = consentAt(account.user, givenAt)
  if (consent?.state !== 'posting') return { result: undefined }
  const user = withConsentState(account.user, consent, { state: outcome, at })
  return { account: { ...account, user }, result: undefined }
}

/** Records the final state after the last try. */
export function giveUpPosting({ account }: AccountState, { consentAt: givenAt, at }: Try): Decision<void> {
  const consent = consentAt(account.user, givenAt)
  if (consent?.state !== 'waiting' && consent?.state !== 'posting') return { result: undefined }
  const state = consent.state === 'posting' ? 'unknown' : 'failed'
  const user = withConsentState(account.user, consent, { state, at })
  return { account: { ...account, user }, result: undefined }
}
