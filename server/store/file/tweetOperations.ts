import type { TweetConsent, User } from '../account.ts'
import type { Store } from '../store.ts'
import { addEvents } from './eventOperations.ts'
import { addJobs } from './jobOperations.ts'
import type { Memory, Mutate, Transaction } from './memory.ts'

type TweetOperations = Pick<Store, 'acceptTweet' | 'declineTweet' | 'noteTweetPosted' | 'withdrawTweet'>

/** An offer to post, and the consent that comes of it. */
export function tweetOperations(memory: Memory, mutate: Mutate, now: () => number): TweetOperations {
  const { users, jobs, indexes } = memory

  /** Changes the newest consent for the identity; false when there is none that is neither posted nor withdrawn. */
  function settle(
    user: User | undefined,
    uid: string,
    change: Partial<TweetConsent>,
    tx: Transaction,
  ): boolean {
    const open = user?.tweetConsents.findLast(
      (consent) => consent.uid === uid && consent.postedAt === null && consent.withdrawnAt === null,
    )
    if (!user || !open) return false
    const tweetConsents = user.tweetConsents.map((consent) =>
      consent === open ? { ...open, ...change } : consent,
    )
    tx.put('users', user.id, { ...user, tweetConsents })
    return true
  }

  return {
    acceptTweet: (userId, { consent, job, events }) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (user?.tweetOffer?.uid !== consent.uid) return false
        const tweetConsents = [...user.tweetConsents, { ...consent }]
        tx.put('users', userId, { ...user, tweetOffer: null, tweetConsents })
        addJobs([job], { memory, tx, now })
        addEvents(events, { memory, tx })
        return true
      }),
    declineTweet: (userId, events) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.tweetOffer) return false
        tx.put('users', userId, { ...user, tweetOffer: null })
        addEvents(events, { memory, tx })
        return true
      }),
    noteTweetPosted: (userId, uid, at) =>
      mutate((tx) => {
        settle(users.get(userId), uid, { postedAt: at }, tx)
      }),
    withdrawTweet: (userId, { uid, at, jobKey, events }) =>
      mutate((tx) => {
        const job = jobs.get(indexes.jobByKey.get(jobKey) ?? '')
        const isTooLate = job?.state !== 'waiting' && job?.state !== 'dead'
        if (isTooLate || !settle(users.get(userId), uid, { withdrawnAt: at }, tx)) return false
        tx.put('jobs', job.id, undefined)
        addEvents(events, { memory, tx })
        return true
      }),
  }
}
