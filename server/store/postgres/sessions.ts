import { type Selectable, sql } from 'kysely'
import type { Store } from '../store.ts'
import { ACCOUNT, accountOf } from './accounts.ts'
import type { Mutate } from './change.ts'
import { addEvents } from './events.ts'
import { sessionOf } from './rows.ts'
import type { Database, SessionRow } from './tables.ts'

type SessionOperations = Pick<
  Store,
  'findSession' | 'touchSession' | 'endSession' | 'sessionsOf' | 'endSessions'
>

/** The operations on sessions that are there already; they begin with a sign-in. */
export function sessionOperations(db: Database, mutate: Mutate): SessionOperations {
  return {
    async findSession(idHash, { seenSince, createdSince }) {
      const row = await db
        .selectFrom('sessions as s')
        .innerJoin('users as u', 'u.id', 's.user_id')
        .select(ACCOUNT)
        .select(sql<Selectable<SessionRow>>`to_json(s)`.as('session'))
        .where('s.id_hash', '=', idHash)
        .where('s.last_seen_at', '>=', seenSince)
        .where('s.created_at', '>=', createdSince)
        .where('u.is_active', '=', true)
        .where('u.leaving_since', 'is', null)
        .executeTakeFirst()
      return row && { ...accountOf(row), session: sessionOf(row.session) }
    },
    async touchSession(idHash, lastSeenAt) {
      await db
        .updateTable('sessions')
        .set({ last_seen_at: lastSeenAt })
        .where('id_hash', '=', idHash)
        .execute()
    },
    async endSession(idHash) {
      await db.deleteFrom('sessions').where('id_hash', '=', idHash).execute()
    },
    async sessionsOf(userId, { seenSince, createdSince }) {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', userId)
        .where('last_seen_at', '>=', seenSince)
        .where('created_at', '>=', createdSince)
        .orderBy('last_seen_at', 'desc')
        .execute()
      return rows.map(sessionOf)
    },
    endSessions: (userId, which, events) =>
      mutate(async ({ tx }) => {
        const own = tx.deleteFrom('sessions').where('user_id', '=', userId)
        const meant =
          'id' in which ? own.where('id', '=', which.id) : own.where('id_hash', '<>', which.allBut)
        const { numDeletedRows } = await meant.executeTakeFirstOrThrow()
        if (numDeletedRows > 0n) await addEvents(events, tx)
        return Number(numDeletedRows)
      }),
  }
}
