import { emailKey, NAME_KEY_LENGTH, nameKey, type Standing, usernameKey } from '../account.ts'
import {
  type Figures,
  type Found,
  SEARCH_FIELDS,
  type Search,
  type SearchField,
  type Store,
} from '../store.ts'
import type { Query } from './client.ts'
import { COMMITTED, type Database } from './database.ts'
import { ACCOUNT, type AccountRow, accountOf } from './rows.ts'

type DeskOperations = Pick<Store, 'search' | 'count' | 'figuresSince'>

/** The operations that only the desk needs. */
export function deskOperations({ query, write }: Pick<Database, 'query' | 'write'>): DeskOperations {
  return {
    search: (search) => find(search, query),
    async count(counts) {
      if (counts.length > 0) await write({ text: COUNT, value: { counts } })
    },
    async figuresSince(day) {
      const [row] = await query<Figures>(FIGURES, [day])
      return row ?? { accounts: { all: 0, locked: 0, leaving: 0 }, counts: [] }
    },
  }
}

const FIGURES = `select json_build_object(
    'all', (select coalesce(sum(n), 0)::bigint from account_tally),
    'locked', (select count(*) from users where lock is not null and leaving_since is null),
    'leaving', (select count(*) from users where leaving_since is not null)
  ) as accounts, coalesce((
    select json_agg(c order by day, key) from counters c where day >= $1
  ), '[]') as counts`

/** Ordered, so that two processes never wait for each other. */
const COUNT = `
  with ${COMMITTED}
  insert into counters (day, key, n)
    select c.day, c.key, sum(c.n) from json_to_recordset($2::json->'counts') as c(day text, key text, n bigint)
      group by c.day, c.key order by c.day, c.key
    on conflict (day, key) do update set n = counters.n + excluded.n`

/** Searches one index after the other, each only until the page is full. */
async function find(search: Search, query: Query): Promise<Found[]> {
  const { after, limit } = search
  const found: Found[] = []
  for (const by of SEARCH_FIELDS.slice(after ? SEARCH_FIELDS.indexOf(after.by) : 0)) {
    if (found.length >= limit) break
    found.push(...(await findBy(by, { ...search, limit: limit - found.length }, query)))
  }
  return found
}

async function findBy(
  by: SearchField,
  { start, state, after, limit }: Search,
  query: Query,
): Promise<Found[]> {
  const keys = [usernameKey(start), start.length > NAME_KEY_LENGTH ? LAST : nameKey(start), emailKey(start)]
  const index = SEARCH_FIELDS.indexOf(by)
  const own = keys[index] ?? ''
  const from = after?.by === by && after.key.startsWith(own) ? [after.key, after.id] : [own, '']
  const earlier = keys.slice(0, index).flatMap((key) => [key, key + LAST])
  const rows = await query<AccountRow & { key: string; lastSeenAt: number | null }>(statementFor(by, state), [
    ...from,
    own + LAST,
    limit,
    ...earlier,
  ])
  return rows.map(({ key, lastSeenAt, ...row }) => {
    const account = accountOf(row)
    return { account, place: { by, key, id: account.user.id }, lastSeenAt }
  })
}

const COLUMNS: Record<SearchField, string> = {
  username: 'username_key',
  name: 'name_key',
  email: 'email_key',
}

/** Exactly the conditions of the partial indexes. */
const CONDITIONS: Record<Standing, string> = {
  active: 'lock is null and leaving_since is null',
  locked: 'lock is not null and leaving_since is null',
  leaving: 'leaving_since is not null',
}

/** The last code point of Unicode, which no key contains. Columns with the collation C are ordered by code points. */
const LAST = '\u{10ffff}'

/**
 * $1, $2: the key and id to start after; $3: the end of the range of keys; $4: the limit; from $5 on: the ranges of the
 * earlier fields. Not `like`: a prepared statement would use no index for it, and % and _ would have to be escaped. The
 * range has one lower bound only: of two, PostgreSQL may start the index scan at the wrong one.
 */
function statementFor(by: SearchField, state: Standing | undefined): string {
  const column = COLUMNS[by]
  const earlier = SEARCH_FIELDS.slice(0, SEARCH_FIELDS.indexOf(by))
  const notFoundBefore = earlier.map((other, index) => {
    const range = `${COLUMNS[other]} >= $${5 + 2 * index}::text and ${COLUMNS[other]} < $${6 + 2 * index}::text`
    return `and (${range}) is not true`
  })
  return `
    select ${ACCOUNT}, u.${column} as key, coalesce(
        (select max(last_seen_at) from sessions s where s.user_id = u.id),
        (select max(at) from events e where e.user_id = u.id and what = 'sign-in' and outcome = 'done')
      ) as "lastSeenAt"
      from (
        select * from users where (${column}, id) > ($1::text, $2::text) and ${column} < $3::text
          and ${state ? CONDITIONS[state] : 'true'} ${notFoundBefore.join(' ')} order by ${column}, id limit $4
      ) u order by u.${column}, u.id`
}
