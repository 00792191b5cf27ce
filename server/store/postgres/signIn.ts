import { sql } from 'kysely'
import { emailKey, usernameKey } from '../account.ts'
import { Conflict, type SignInPlan, type Store } from '../store.ts'
import { accountOf, activeAccounts } from './accounts.ts'
import type { Change, Mutate } from './change.ts'
import { addJobs } from './jobs.ts'
import { columnsOf, linkOf, rowOfEvent, rowOfLink, rowOfSession, rowOfUser, userOf } from './rows.ts'
import type { Database } from './tables.ts'

type SignInOperations = Pick<
  Store,
  | 'findLink'
  | 'newestLink'
  | 'findUser'
  | 'findLeaving'
  | 'findUserByEmail'
  | 'isUsernameTaken'
  | 'commitSignIn'
>

/** What signing in reads and commits. */
export function signInOperations(db: Database, mutate: Mutate): SignInOperations {
  const accounts = () => activeAccounts(db)
  return {
    async findLink(provider, uid) {
      const owned = db.selectFrom('links').where('provider', '=', provider).where('uid', '=', uid)
      const row = await owned
        .innerJoin('users as u', 'u.id', 'links.user_id')
        .selectAll('links')
        .select(sql<Parameters<typeof userOf>[0]>`to_json(u)`.as('user'))
        .executeTakeFirst()
      return row && { link: linkOf(row), user: userOf(row.user) }
    },
    async newestLink() {
      const row = await db.selectFrom('links').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()
      return row && linkOf(row)
    },
    async findUser(id) {
      const row = await accounts()
        .where('u.id', '=', id)
        .where('u.leaving_since', 'is', null)
        .executeTakeFirst()
      return row && accountOf(row)
    },
    async findLeaving(id) {
      const row = await accounts()
        .where('u.id', '=', id)
        .where('u.leaving_since', 'is not', null)
        .executeTakeFirst()
      return row && accountOf(row)
    },
    async findUserByEmail(address) {
      const row = await accounts().where('u.email_key', '=', emailKey(address)).executeTakeFirst()
      return row && accountOf(row)
    },
    async isUsernameTaken(username) {
      const named = accounts()
        .clearSelect()
        .select('u.id')
        .where('u.username_key', '=', usernameKey(username))
      return (await named.executeTakeFirst()) !== undefined
    },
    commitSignIn: (plan) => mutate((change) => commitSignIn(plan, change)),
  }
}

/** With begin and commit at most six round trips. The row of the user comes first: what else there is waits at it. */
async function commitSignIn(plan: SignInPlan, change: Change): Promise<void> {
  const { tx } = change
  const userId = plan.user.isNew ? plan.user.user.id : plan.user.id
  if (plan.link.userId !== userId || plan.session.userId !== userId) throw new Conflict('another user')
  const { email, emailVerified } = plan.user.isNew ? plan.user.user : plan.user.changes
  if (email && emailVerified !== false) await takeAddress(email, { userId, isVerified: emailVerified }, tx)
  await putUser(plan.user, tx)
  await putRest(plan, tx)
  await addJobs(plan.jobs, change)
}

/** Takes an address from who holds it unverified, if the user has it verified; undefined: if they have theirs so now. */
export async function takeAddress(
  email: string,
  { userId, isVerified }: { userId: string; isVerified: boolean | undefined },
  tx: Database,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ email: null, email_key: null })
    .where('email_key', '=', emailKey(email))
    .where('is_active', '=', true)
    .where('email_verified', '=', false)
    .where('id', '<>', userId)
    .where(({ eb, exists, selectFrom, val }) =>
      isVerified === undefined
        ? exists(
            selectFrom('users as own')
              .select('own.id')
              .where('own.id', '=', userId)
              .where('own.email_verified', '=', true),
          )
        : eb(val(isVerified), '=', true),
    )
    .execute()
}

/** The constraints refuse a username or an address that another has. */
async function putUser(user: SignInPlan['user'], tx: Database): Promise<void> {
  if (user.isNew) {
    await tx.insertInto('users').values(rowOfUser(user.user)).execute()
    return
  }
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set({ ...columnsOf(user.changes), is_active: true })
    .where('id', '=', user.id)
    .where('is_active', '=', true)
    .where('leaving_since', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new Conflict('the user is gone')
}

/** Link, sessions and events are independent of each other: one statement. */
async function putRest(plan: SignInPlan, tx: Database): Promise<void> {
  const { link, newAssociation, replacesSession, continuesSession } = plan
  const row = rowOfLink(link)
  const found = await tx
    .with('put', (db) =>
      newAssociation
        ? db.insertInto('links').values(row).returning('uid')
        : db
            .updateTable('links')
            .set(row)
            .where('provider', '=', link.provider)
            .where('uid', '=', link.uid)
            .where('user_id', '=', link.userId)
            .returning('uid'),
    )
    .with('replaced', (db) =>
      db
        .deleteFrom('sessions')
        .where('id_hash', '=', replacesSession ?? '')
        .returning('id_hash'),
    )
    .with('begun', (db) => db.insertInto('sessions').values(rowOfSession(plan.session)).returning('id'))
    .with('told', (db) =>
      plan.events.length > 0
        ? db.insertInto('events').values(plan.events.map(rowOfEvent)).returning('id')
        : db.selectFrom('events').select('id').limit(0),
    )
    .selectNoFrom(({ selectFrom, fn }) => [
      selectFrom('put').select(fn.countAll<number>().as('n')).as('links'),
      selectFrom('replaced').select(fn.countAll<number>().as('n')).as('replaced'),
    ])
    .executeTakeFirstOrThrow()
  if (found.links === 0) throw new Conflict('the link is gone or another user’s')
  if (continuesSession && found.replaced === 0) throw new Conflict('who asked for it has signed out')
}
