import type { TweetConsent } from '../account.ts'
import type { Store } from '../store.ts'
import type { Change, Mutate } from './change.ts'
import { addEvents } from './events.ts'
import { addJobs } from './jobs.ts'
import type { Database } from './tables.ts'

type TweetOperations = Pick<Store, 'acceptTweet' | 'declineTweet' | 'noteTweetPosted' | 'withdrawTweet'>

/** An offer to post, and the consent that comes of it. The lock on the user lets one answer be given. */
export function tweetOperations(mutate: Mutate): TweetOperations {
  return {
    acceptTweet: (userId, { consent, job, events }) =>
      mutate(async (change) => {
        const user = await lockUser(userId, change.tx)
        if (user?.tweet_offer_uid !== consent.uid) return false
        await setConsents(userId, [...user.tweet_consents, consent], change, { tweet_offer_uid: null })
        await addJobs([job], change)
        await addEvents(events, change.tx)
        return true
      }),
    declineTweet: (userId, events) =>
      mutate(async ({ tx }) => {
        const { numUpdatedRows } = await tx
          .updateTable('users')
          .set({ tweet_offer_uid: null })
          .where('id', '=', userId)
          .where('tweet_offer_uid', 'is not', null)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) await addEvents(events, tx)
        return numUpdatedRows > 0n
      }),
    noteTweetPosted: (userId, uid, at) =>
      mutate(async (change) => {
        const consents = settled((await lockUser(userId, change.tx))?.tweet_consents, uid, { postedAt: at })
        if (consents) await setConsents(userId, consents, change)
      }),
    withdrawTweet: (userId, { uid, at, jobKey, events }) =>
      mutate(async (change) => {
        const { tx } = change
        const consents = settled((await lockUser(userId, tx))?.tweet_consents, uid, { withdrawnAt: at })
        if (!consents) return false
        const job = tx.deleteFrom('jobs').where('key', '=', jobKey).where('state', 'in', ['waiting', 'dead'])
        if ((await job.executeTakeFirstOrThrow()).numDeletedRows === 0n) return false
        await setConsents(userId, consents, change)
        await addEvents(events, tx)
        return true
      }),
  }
}

function lockUser(id: string, tx: Database) {
  return tx
    .selectFrom('users')
    .select(['tweet_offer_uid', 'tweet_consents'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function setConsents(
  userId: string,
  consents: TweetConsent[],
  { tx }: Change,
  more: { tweet_offer_uid?: null } = {},
): Promise<void> {
  const columns = { ...more, tweet_consents: JSON.stringify(consents) }
  await tx.updateTable('users').set(columns).where('id', '=', userId).execute()
}

/** With the newest consent for the identity changed; undefined when there is none that is neither posted nor withdrawn. */
function settled(
  consents: readonly TweetConsent[] = [],
  uid: string,
  change: Partial<TweetConsent>,
): TweetConsent[] | undefined {
  const open = consents.findLast(
    (consent) => consent.uid === uid && consent.postedAt === null && consent.withdrawnAt === null,
  )
  return open && consents.map((consent) => (consent === open ? { ...open, ...change } : consent))
}
