import {
  type Account,
  emailKey,
  identityKey,
  type Session,
  standingOf,
  type Tombstone,
  usernameKey,
} from '../account.ts'
import type { DeadLetter, Rows, StoredJob, Table, Use } from './document.ts'

type Action = 'add' | 'delete'

/**
 * Finds rows by other keys than their own. Only `Memory.put` changes the indexes, so undoing a change restores them.
 */
export class Indexes {
  /** By `emailKey`. */
  readonly byEmail = new Map<string, Account>()
  /** By `usernameKey`. */
  readonly byUsername = new Map<string, Account>()
  /** By `identityKey`. */
  readonly byIdentity = new Map<string, Account>()
  /** The accounts that are locked and not leaving; then those that are leaving. */
  readonly locked = new Set<Account>()
  readonly leaving = new Set<Account>()
  readonly sessionsByUser = new Groups<Session>()
  readonly jobsByUser = new Groups<StoredJob>()
  readonly deadByUser = new Groups<DeadLetter>()
  /** By the key of the limit, in the order of their creation. */
  readonly usesByKey = new Groups<Use>()
  /** In the order of their creation. Events without a user are under the empty id. */
  readonly eventsByUser = new Groups<Rows['events']>()
  /** By fingerprint, of an identity or of the username. */
  readonly tombstones = new Groups<Tombstone>()

  readonly #changes: { [T in Table]: (row: Rows[T], action: Action) => void } = {
    accounts: (row, action) => this.#changeAccount(row, action),
    sessions: (row, action) => this.sessionsByUser[action](row.userId, row),
    jobs: (row, action) => this.jobsByUser[action](row.userId ?? '', row),
    deadLetters: (row, action) => this.deadByUser[action](row.userId ?? '', row),
    uses: (row, action) => this.usesByKey[action](row.key, row),
    events: (row, action) => this.eventsByUser[action](row.userId ?? '', row),
    tombstones: (row, action) => {
      for (const mark of [row.username, ...row.identities])
        if (mark !== '') this.tombstones[action](mark, row)
    },
    counters: () => undefined,
  }

  /** Updates the indexes after a row was added or removed. */
  change<T extends Table>(table: T, row: Rows[T], action: Action): void {
    this.#changes[table](row, action)
  }

  #changeAccount(account: Account, action: Action): void {
    const { user, connections } = account
    const standing = standingOf(user)
    if (standing !== 'active') this[standing][action](account)
    set(this.byUsername, usernameKey(user.username), account, action)
    if (user.email !== null) set(this.byEmail, emailKey(user.email), account, action)
    for (const connection of connections) set(this.byIdentity, identityKey(connection), account, action)
  }
}

/** Rows by a key that several may have. A single row is stored without a set, because most users have one session. */
class Groups<Row extends object> {
  readonly #groups = new Map<string, Row | Set<Row>>()

  get(key: string): Row[] {
    const group = this.#groups.get(key)
    if (group === undefined) return []
    return group instanceof Set ? [...group] : [group]
  }

  /** The oldest rows, without the newest `kept`. */
  beyond(key: string, kept: number): Row[] {
    const oldest: Row[] = []
    const group = this.#groups.get(key)
    if (!(group instanceof Set)) return oldest
    for (const row of group) {
      if (group.size - oldest.length <= kept) break
      oldest.push(row)
    }
    return oldest
  }

  add(key: string, row: Row): void {
    const group = this.#groups.get(key)
    if (group instanceof Set) group.add(row)
    else this.#groups.set(key, group === undefined ? row : new Set([group, row]))
  }

  delete(key: string, row: Row): void {
    const group = this.#groups.get(key)
    if (group instanceof Set) group.delete(row)
    if (group === row || (group instanceof Set && group.size === 0)) this.#groups.delete(key)
  }
}

/** Deletes the key only if it still belongs to this account: during an undo another one may already have it. */
function set(map: Map<string, Account>, key: string, account: Account, action: Action): void {
  if (action === 'add') map.set(key, account)
  else if (map.get(key) === account) map.delete(key)
}
