import { CompiledQuery, type Selectable } from 'kysely'
import type { Store } from '../store.ts'
import { type AccountRow, accountOf, LINKS } from './accounts.ts'
import type { Mutate } from './change.ts'
import { addEvents } from './events.ts'
import { prepared } from './prepared.ts'
import { sessionOf } from './rows.ts'
import type { Database, SessionRow } from './tables.ts'

type SessionOperations = Pick<
  Store,
  'findSession' | 'touchSession' | 'endSession' | 'sessionsOf' | 'endSessions'
>

interface FoundSession extends AccountRow {
  session: Selectable<SessionRow>
}

/** Every request of somebody signed in asks this: written out, as building it anew took as long as asking. */
const FIND_SESSION = prepared(`
  select to_json(u) as "user", ${LINKS} as links, to_json(s) as session
    from sessions s join users u on u.id = s.user_id
    where s.id_hash = $1 and s.last_seen_at >= $2 and s.created_at >= $3 and u.is_active and u.leaving_since is null`)

/** The operations on sessions that are there already; they begin with a sign-in. */
export function sessionOperations(db: Database, mutate: Mutate): SessionOperations {
  return {
    async findSession(idHash, { seenSince, createdSince }) {
      const query = CompiledQuery.raw(FIND_SESSION, [idHash, seenSince, createdSince])
      const [row] = (await db.executeQuery<FoundSession>(query)).rows
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
