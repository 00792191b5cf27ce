/**
 * The states of a consent while it is posted. A post is not idempotent, so `posting` is stored before X is called: a try that
 * finds it knows that an earlier try may have got through.
 */
import { type Connection, isInUse, type TweetConsent, type User } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { withConsentState } from './consent.ts'

/** When the consent was given, and the time now (ISO 8601). */
interface Try {
  /** Undefined in jobs of older versions, which mean the newest consent. */
  consentAt: string | undefined
  at: string
}

function consentAt({ tweetConsents }: User, at: string | undefined): TweetConsent | undefined {
  return tweetConsents.findLast((consent) => at === undefined || consent.at === at)
}

/** What is to be posted, and with whose tokens. */
export interface Post {
  text: string
  connection: Connection
}

/** Decides whether a try may call X: `unknown` when an earlier one did and its outcome was never stored. */
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
  // `failed`: an operator tries again.
  if (consent.state !== 'waiting' && consent.state !== 'failed') return { result: 'nothing-to-do' }
  const connection = connections.find(({ provider, uid }) => provider === 'twitter' && uid === consent.uid)
  if (!connection || !isInUse(user)) return become('dropped', 'nothing-to-do')
  return become('posting', { text: consent.text, connection })
}

/** Decides what a try came to. `waiting`: X surely has no post, and there will be another try. */
export function endPosting(
  { account }: AccountState,
  { consentAt: givenAt, at, outcome }: Try & { outcome: 'posted' | 'unknown' | 'waiting' },
): Decision<void> {
  const consent = consentAt(account.user, givenAt)
  if (consent?.state !== 'posting') return { result: undefined }
  const user = withConsentState(account.user, consent, { state: outcome, at })
  return { account: { ...account, user }, result: undefined }
}

/** Decides what stays when there will be no other try. */
export function giveUpPosting({ account }: AccountState, { consentAt: givenAt, at }: Try): Decision<void> {
  const consent = consentAt(account.user, givenAt)
  if (consent?.state !== 'waiting' && consent?.state !== 'posting') return { result: undefined }
  const state = consent.state === 'posting' ? 'unknown' : 'failed'
  const user = withConsentState(account.user, consent, { state, at })
  return { account: { ...account, user }, result: undefined }
}
