import type { ConsentState } from '../api.ts'
import type { Job } from '../jobs/job.ts'
import type { TweetConsent } from '../store/account.ts'

/** Which wording of the question people agree to: raised with every change of its meaning. */
const CONSENT_VERSION = '1'

/** A consent that is given now (ISO 8601), to be kept with the account. */
export function consentTo(text: string, given: Pick<TweetConsent, 'uid' | 'at' | 'basis'>): TweetConsent {
  return { ...given, text, version: CONSENT_VERSION, postedAt: null, withdrawnAt: null }
}

/** What makes the post of one identity unique among the jobs. */
export function tweetKey(userId: string, uid: string): string {
  return `tweet:${userId}:${uid}`
}

type JobState = Pick<Job, 'state'> | undefined

/** What became of a consent, by the job that posts it. One that is done is there no more, nor one that was cancelled. */
export function stateOf({ postedAt, withdrawnAt }: TweetConsent, job: JobState): ConsentState {
  if (postedAt !== null) return 'posted'
  if (withdrawnAt !== null) return 'withdrawn'
  if (!job) return 'dropped'
  return ({ waiting: 'waiting', running: 'waiting', parked: 'unknown', dead: 'failed' } as const)[job.state]
}

/** Whether it may still be taken back: see `Store.withdrawTweet`. */
export function canTakeBack({ postedAt, withdrawnAt }: TweetConsent, job: JobState): boolean {
  const isOpen = postedAt === null && withdrawnAt === null
  return isOpen && (job?.state === 'waiting' || job?.state === 'dead')
}
