import type * as api from '../api.ts'
import {
  type Connection,
  type ConsentState,
  findConnection,
  type TweetConsent,
  type User,
} from '../store/account.ts'

/** The version of the question that people agree to. Raise it with every change of its meaning. */
const CONSENT_VERSION = '1'

/** Creates a consent that is given at a time (ISO 8601), to store with the account. */
export function consentTo(text: string, given: Pick<TweetConsent, 'uid' | 'at' | 'basis'>): TweetConsent {
  return { ...given, text, version: CONSENT_VERSION, state: 'waiting', settledAt: null }
}

/** The newest consent to post as this X identity. */
export function consentOf(user: Pick<User, 'tweetConsents'>, uid: string): TweetConsent | undefined {
  return user.tweetConsents.findLast((consent) => consent.uid === uid)
}

/** The user with this consent in another state. `at` is ISO 8601. */
export function withConsentState<U extends Pick<User, 'tweetConsents'>>(
  user: U,
  consent: TweetConsent,
  { state, at }: { state: ConsentState; at: string },
): U {
  const isOpen = state === 'waiting' || state === 'posting'
  const changed = { ...consent, state, settledAt: isOpen ? null : at }
  return { ...user, tweetConsents: user.tweetConsents.map((one) => (one === consent ? changed : one)) }
}

/**
 * The user without the offer to post as this X identity, which is being disconnected. A waiting post is
 * dropped.
 */
export function dropTweets<U extends Pick<User, 'tweetConsents' | 'tweetOffer'>>(
  user: U,
  uid: string,
  at: string,
): U {
  const tweetOffer = user.tweetOffer?.uid === uid ? null : user.tweetOffer
  const waiting = user.tweetConsents.find((consent) => consent.uid === uid && consent.state === 'waiting')
  const dropped = waiting ? withConsentState(user, waiting, { state: 'dropped', at }) : user
  return { ...dropped, tweetOffer }
}

/** The state for the person who gave the consent. A try under way is shown as waiting. */
export function shownState({ state }: Pick<TweetConsent, 'state'>): api.ConsentState {
  return state === 'posting' ? 'waiting' : state
}

/** A consent for the person who gave it and for operators. */
export function presentConsent(
  consent: TweetConsent,
  connections: readonly Connection[],
): Omit<api.OwnConsent, 'canTakeBack'> {
  const { uid, text, at, basis, version, settledAt } = consent
  const username = findConnection(connections, { provider: 'twitter', uid })?.username ?? null
  return { uid, username, text, at, basis, version, state: shownState(consent), settledAt }
}

/** Whether the consent may still be withdrawn: X has not been asked, or has refused. */
export function canTakeBack({ state }: Pick<TweetConsent, 'state'>): boolean {
  return state === 'waiting' || state === 'failed'
}
