import type { ConsentState, TweetConsent } from './account.ts'

/** A consent as older versions of both stores kept it: what became of it was told by its job. */
export type OldConsent = Omit<TweetConsent, 'state' | 'settledAt'> & {
  postedAt: string | null
  withdrawnAt: string | null
}

/** The states of a job in older versions. */
export type OldJobState = 'waiting' | 'running' | 'dead' | 'parked'

/** The task that posted a tweet. */
export const POST = 'tweetOnJoin'

/** A try that was interrupted may have got through: the next one makes it `unknown`. */
const STATES = { waiting: 'waiting', running: 'posting', dead: 'failed', parked: 'unknown' } as const

/** The consent with its state. `postsByKey`: the state of each job that posts, by its key. */
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
