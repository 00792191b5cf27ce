import type { Job } from '../../jobs/job.ts'
import { emailKey, type User, usernameKey } from '../account.ts'
import type { Rows } from './document.ts'
import { DueJobs } from './dueJobs.ts'

/** The ways to rows other than by key. Kept by `Memory.put` alone, so that undoing a change mends them too. */
export class Indexes {
  /** User id by `emailKey`, of active users. */
  readonly userByEmail = new Map<string, string>()
  /** User id by `usernameKey`, of active users. */
  readonly userByUsername = new Map<string, string>()
  readonly linksByUser = new SetMap()
  readonly sessionsByUser = new SetMap()
  readonly jobsByUser = new SetMap()
  readonly jobByKey = new Map<string, string>()
  /** Event ids, in the order in which they came; under an empty id those of nobody. */
  readonly eventsByUser = new SetMap()
  readonly due = new DueJobs()

  update<T extends keyof Rows>(
    table: T,
    key: string,
    before: Rows[T] | undefined,
    after: Rows[T] | undefined,
  ): void {
    if (before) this.#change(table, key, before, 'delete')
    if (after) this.#change(table, key, after, 'add')
  }

  #change<T extends keyof Rows>(table: T, key: string, row: Rows[T], action: 'add' | 'delete'): void {
    if (table === 'users') this.#changeUser(row as User, action)
    else if (table === 'jobs') this.#changeJob(row as Job, action)
    else if (table === 'links') this.linksByUser[action]((row as Rows['links']).userId, key)
    else if (table === 'events') this.eventsByUser[action]((row as Rows['events']).userId ?? '', key)
    else if (table === 'sessions') this.sessionsByUser[action]((row as Rows['sessions']).userId, key)
  }

  #changeUser(user: User, action: 'add' | 'delete'): void {
    if (!user.isActive) return
    set(this.userByUsername, usernameKey(user.username), user.id, action)
    if (user.email !== null) set(this.userByEmail, emailKey(user.email), user.id, action)
  }

  #changeJob(job: Job, action: 'add' | 'delete'): void {
    if (job.key !== null) set(this.jobByKey, job.key, job.id, action)
    if (job.userId !== null) this.jobsByUser[action](job.userId, job.id)
    if (action === 'add') this.due.add(job)
  }
}

/** A map to sets of keys; empty sets are not kept. */
class SetMap {
  readonly #sets = new Map<string, Set<string>>()

  get(key: string): string[] {
    return [...(this.#sets.get(key) ?? [])]
  }

  /** The first `count` of them. */
  first(key: string, count: number): string[] {
    const found: string[] = []
    if (count <= 0) return found
    for (const value of this.#sets.get(key) ?? []) if (found.push(value) === count) break
    return found
  }

  size(key: string): number {
    return this.#sets.get(key)?.size ?? 0
  }

  add(key: string, value: string): void {
    const values = this.#sets.get(key) ?? new Set()
    this.#sets.set(key, values.add(value))
  }

  delete(key: string, value: string): void {
    const values = this.#sets.get(key)
    values?.delete(value)
    if (values?.size === 0) this.#sets.delete(key)
  }
}

/** Deletes only what is this id's own: during an undo another row may hold the key already. */
function set(map: Map<string, string>, key: string, id: string, action: 'add' | 'delete'): void {
  if (action === 'add') map.set(key, id)
  else if (map.get(key) === id) map.delete(key)
}
