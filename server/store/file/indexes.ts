import { type Account, emailKey, identityKey, usernameKey } from '../account.ts'
import type { Rows, Table } from './document.ts'

type Action = 'add' | 'delete'

/**
 * Finds rows by other keys than their own. Only `Memory.put` changes the indexes, so undoing a change restores them.
 */
export class Indexes {
  /** User id by `emailKey`. */
  readonly byEmail = new Map<string, string>()
  /** User id by `usernameKey`. */
  readonly byUsername = new Map<string, string>()
  /** User id by `identityKey`. */
  readonly byIdentity = new Map<string, string>()
  readonly sessionsByUser = new SetMap()
  readonly jobsByUser = new SetMap()
  readonly deadByUser = new SetMap()
  /** Refs in the order of their creation. */
  readonly usesByKey = new SetMap()
  /** Event ids in the order of their creation. Events without a user are under the empty id. */
  readonly eventsByUser = new SetMap()
  /** Ids of the users who are locked and not leaving; then of those who are leaving. */
  readonly locked = new Set<string>()
  readonly leaving = new Set<string>()
  /** User ids by fingerprint, of an identity or of the username. */
  readonly tombstones = new SetMap()

  readonly #changes: { [T in Table]: (row: Rows[T], action: Action) => void } = {
    accounts: (row, action) => this.#changeAccount(row, action),
    sessions: ({ userId, idHash }, action) => this.sessionsByUser[action](userId, idHash),
    jobs: ({ userId, id }, action) => {
      if (userId !== null) this.jobsByUser[action](userId, id)
    },
    deadLetters: ({ userId, id }, action) => {
      if (userId !== null) this.deadByUser[action](userId, id)
    },
    uses: ({ key, ref }, action) => this.usesByKey[action](key, ref),
    events: ({ userId, id }, action) => this.eventsByUser[action](userId ?? '', id),
    tombstones: ({ userId, username, identities }, action) => {
      for (const mark of [username, ...identities]) if (mark !== '') this.tombstones[action](mark, userId)
    },
    counters: () => undefined,
  }

  /** Updates the indexes after a row was added or removed. */
  change<T extends Table>(table: T, row: Rows[T], action: Action): void {
    this.#changes[table](row, action)
  }

  #changeAccount({ user, connections }: Account, action: Action): void {
    if (user.leavingSince !== null) this.leaving[action](user.id)
    else if (user.lock !== null) this.locked[action](user.id)
    set(this.byUsername, usernameKey(user.username), user.id, action)
    if (user.email !== null) set(this.byEmail, emailKey(user.email), user.id, action)
    for (const connection of connections) set(this.byIdentity, identityKey(connection), user.id, action)
  }
}

/** A map to sets of keys. It stores a single key without a set, because most users have one session. */
class SetMap {
  readonly #sets = new Map<string, string | Set<string>>()

  get(key: string): string[] {
    return [...this.#values(key)]
  }

  /** The first `count` keys of the set. */
  first(key: string, count: number): string[] {
    const found: string[] = []
    if (count <= 0) return found
    for (const value of this.#values(key)) if (found.push(value) === count) break
    return found
  }

  size(key: string): number {
    const values = this.#sets.get(key)
    return values instanceof Set ? values.size : Number(values !== undefined)
  }

  add(key: string, value: string): void {
    const values = this.#sets.get(key)
    if (values instanceof Set) values.add(value)
    else this.#sets.set(key, values === undefined ? value : new Set([values, value]))
  }

  delete(key: string, value: string): void {
    const values = this.#sets.get(key)
    if (values instanceof Set) values.delete(value)
    if (values === value || (values instanceof Set && values.size === 0)) this.#sets.delete(key)
  }

  #values(key: string): Iterable<string> {
    const values = this.#sets.get(key)
    return typeof values === 'string' ? [values] : (values ?? [])
  }
}

/** Deletes the key only if it still belongs to this id: during an undo another row may already have it. */
function set(map: Map<string, string>, key: string, id: string, action: Action): void {
  if (action === 'add') map.set(key, id)
  else if (map.get(key) === id) map.delete(key)
}
