import type { Store } from '../store.ts'
import type { Database } from './database.ts'
import { oneQuery } from './oneQuery.ts'
import { ACCOUNT, type AccountRow, accountOf, type Row, remembering, sessionOf } from './rows.ts'

type SessionOperations = Pick<Store, 'findSession' | 'touchSession' | 'sessionsOf'>

/** Every request of a signed-in browser needs this. As text, because it is seldom another than before. */
const FIND_SESSIONS = `select to_json(f)::text as found from (
    select ${ACCOUNT}, to_json(s) as session from sessions s join users u on u.id = s.user_id where s.id_hash = any($1)
  ) f`

const foundIn = remembering((text) => {
  const { session, ...account } = JSON.parse(text) as AccountRow & { session: Row }
  return { account: accountOf(account), session: sessionOf(session) }
})

/** The operations on sessions, except beginning and ending one. */
export function sessionOperations({ query }: Database): SessionOperations {
  return {
    findSession: oneQuery(async (idHashes) => {
      const rows = await query<{ found: string }>(FIND_SESSIONS, [idHashes])
      const found = rows.map((row) => foundIn(row.found))
      return new Map(found.map((one) => [one.session.idHash, one]))
    }),
    async touchSession(idHash, lastSeenAt) {
      await query('update sessions set last_seen_at = $2 where id_hash = $1', [idHash, lastSeenAt])
    },
    async sessionsOf(userId) {
      const rows = await query<{ session: Row }>(
        'select to_json(s) as session from sessions s where user_id = $1 order by last_seen_at desc',
        [userId],
      )
      return rows.map(({ session }) => sessionOf(session))
    },
  }
}
