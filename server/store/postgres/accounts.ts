import { emailKey, usernameKey } from '../account.ts'
import type { AccountKey, Store } from '../store.ts'
import type { Database } from './database.ts'
import { ACCOUNT, type AccountRow, accountOf, type Row, tombstoneOf } from './rows.ts'

type AccountOperations = Pick<Store, 'find' | 'accountsAfter' | 'findTombstone'>

const SELECT = `select ${ACCOUNT} from users u where`

/** Finds accounts and tombstones. */
export function accountOperations({ query }: Database): AccountOperations {
  return {
    async find(key) {
      const [row] = await query<AccountRow>(...statementFor(key))
      return row && accountOf(row)
    },
    async accountsAfter(userId, limit) {
      const rows = await query<AccountRow>(`${SELECT} u.id > $1 order by u.id limit $2`, [userId, limit])
      return rows.map(accountOf)
    },
    async findTombstone(fingerprint) {
      const [row] = await query<{ tombstone: Row }>(
        `select to_json(t) as tombstone from tombstones t
          where array_append(t.identities, t.username) @> array[$1] order by t.deleted_at desc limit 1`,
        [fingerprint],
      )
      return row && tombstoneOf(row.tombstone)
    },
  }
}

function statementFor(key: AccountKey): [text: string, values: string[]] {
  if ('id' in key) return [`${SELECT} u.id = $1`, [key.id]]
  if ('email' in key) return [`${SELECT} u.email_key = $1`, [emailKey(key.email)]]
  if ('username' in key) return [`${SELECT} u.username_key = $1`, [usernameKey(key.username)]]
  const owner = `${SELECT} u.id = (select user_id from connections where provider = $1 and uid = $2)`
  return [owner, [key.provider, key.uid]]
}
