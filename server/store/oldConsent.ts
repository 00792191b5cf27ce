import type { ConsentState, TweetConsent } from './account.ts'

/** A consent as older versions stored it. The state of its job told what became of it. */
export type OldConsent = Omit<TweetConsent, 'state' | 'settledAt'> & {
  postedAt: string | null
  withdrawnAt: string | null
}

/** The states of a job in older versions. */
export type OldJobState = 'waiting' | 'running' | 'dead' | 'parked'

/** The task that posted a tweet. */
export const POST = 'tweetOnJoin'

/** An interrupted try may have succeeded, so the next try makes it `unknown`. */
const STATES = { waiting: 'waiting', running: 'posting', dead: 'failed', parked: 'unknown' } as const

/** Adds the state to the consent. `postsByKey`: the state of each job that posts, by its key. */
export function settledOf(
  { postedAt, withdrawnAt, ...consent }: OldConsent,
  userId: string,
  postsByKey: ReadonlyMap<string | null, OldJobState>,
): TweetConsent {
  if (postedAt) return { ...consent, state: 'posted', settledAt: postedAt }
  if (withdrawnAt) return { ...consent, state: 'withdrawn', settledAt: withdrawnAt }
  const post = postsByKey.get(`tweet:${userId}:${consent.uid}`)
  const state: ConsentState = post ? STATES[post] : 'dropped'
  return { ...consent, state, settledAt: state === 'waiting' || state === 'posting' ? null : consent.at }
}
