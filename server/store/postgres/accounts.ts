import { type Selectable, sql } from 'kysely'
import type { UserWithLinks } from '../account.ts'
import { linkOf, userOf } from './rows.ts'
import type { Database, LinkRow, UserRow } from './tables.ts'

/** What `accountOf` reads. */
export interface AccountRow {
  user: Selectable<UserRow>
  links: Selectable<LinkRow>[]
}

/** Those of a user `u`, oldest first, as JSON. */
export const LINKS = `coalesce((
    select json_agg(l order by l.connected_at, l.seq) from links l where l.user_id = u.id
  ), '[]')`

/** All of a user `u`, as columns of a query that has one: it stays one round trip. */
export const ACCOUNT = [
  sql<AccountRow['user']>`to_json(u)`.as('user'),
  sql<AccountRow['links']>`${sql.raw(LINKS)}`.as('links'),
] as const

/** Active users with their links; a `where` makes it one. */
export function activeAccounts(db: Database) {
  return db.selectFrom('users as u').select(ACCOUNT).where('u.is_active', '=', true)
}

/** Of a row with the columns `ACCOUNT`. */
export function accountOf({ user, links }: AccountRow): UserWithLinks {
  return { user: userOf(user), links: links.map(linkOf) }
}
