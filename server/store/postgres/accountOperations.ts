import { Conflict, type Disconnection, type Store } from '../store.ts'
import type { Change, Mutate } from './change.ts'
import { addEvents } from './events.ts'
import { addJobs } from './jobs.ts'
import { columnsOf } from './rows.ts'
import { takeAddress } from './signIn.ts'
import type { Database } from './tables.ts'
import { storeErrorOf } from './trouble.ts'

type AccountOperations = Pick<Store, 'setAddress' | 'setLanguage' | 'disconnect'>

/** What people change of their accounts. */
export function accountOperations(db: Database, mutate: Mutate): AccountOperations {
  return {
    async setAddress(userId, change) {
      try {
        return await mutate((all) => setAddress(userId, change, all))
      } catch (error) {
        if (storeErrorOf(error) instanceof Conflict) return 'taken'
        throw error
      }
    },
    async setLanguage(userId, language) {
      await db
        .updateTable('users')
        .set({ language })
        .where('id', '=', userId)
        .where('is_active', '=', true)
        .where('leaving_since', 'is', null)
        .execute()
    },
    disconnect: (userId, removal) => mutate((change) => disconnect(userId, removal, change)),
  }
}

async function setAddress(
  userId: string,
  { email, replaces, welcomedAt, jobs, events }: Parameters<Store['setAddress']>[1],
  change: Change,
): Promise<'done' | 'gone' | 'changed'> {
  const { tx } = change
  const user = await lockUser(userId, tx)
  if (!user) return 'gone'
  if (user.email !== replaces) return 'changed'
  await takeAddress(email, { userId, isVerified: true }, tx)
  const columns = columnsOf({ email, emailVerified: true, welcomedAt: user.welcomed_at ?? welcomedAt })
  await tx.updateTable('users').set(columns).where('id', '=', userId).execute()
  await addJobs(jobs, change)
  await addEvents(events, tx)
  return 'done'
}

async function disconnect(
  userId: string,
  { provider, uid, tweetKey, jobs, events }: Disconnection,
  change: Change,
): Promise<'done' | 'last' | 'gone'> {
  const { tx } = change
  const user = await lockUser(userId, tx)
  const links = await tx
    .selectFrom('links')
    .select(['provider', 'uid'])
    .where('user_id', '=', userId)
    .execute()
  if (!user || !links.some((link) => link.provider === provider && link.uid === uid)) return 'gone'
  if (links.length < 2) return 'last'
  await tx.deleteFrom('links').where('provider', '=', provider).where('uid', '=', uid).execute()
  if (user.tweet_offer_uid === uid) {
    await tx.updateTable('users').set({ tweet_offer_uid: null }).where('id', '=', userId).execute()
  }
  await tx.deleteFrom('jobs').where('key', '=', tweetKey).where('state', '<>', 'running').execute()
  await addJobs(jobs, change)
  await addEvents(events, tx)
  return 'done'
}

/** An active user who is not leaving. Whatever else is done to them waits until the transaction ends. */
function lockUser(userId: string, tx: Database) {
  return tx
    .selectFrom('users')
    .select(['email', 'welcomed_at', 'tweet_offer_uid'])
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .where('leaving_since', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}
