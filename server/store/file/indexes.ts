import TinyQueue from 'tinyqueue'
import type { Job } from '../../jobs/job.ts'
import { emailKey, type User, usernameKey } from '../../user.ts'
import type { Rows } from './document.ts'

interface Due {
  at: number
  enqueuedAt: number
  /** Jobs of one millisecond come in the order they were put. */
  sequence: number
  job: Job
}

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
  /** By time, then age. An entry counts only while it holds the very row that is in the table (see `firstDue`). */
  #sequence = 0
  readonly #due = new TinyQueue<Due>(
    [],
    (a, b) => a.at - b.at || a.enqueuedAt - b.enqueuedAt || a.sequence - b.sequence,
  )

  update<T extends keyof Rows>(
    table: T,
    key: string,
    before: Rows[T] | undefined,
    after: Rows[T] | undefined,
  ): void {
    if (before) this.#change(table, key, before, 'delete')
    if (after) this.#change(table, key, after, 'add')
  }

  /** The job that falls due first, and when. `jobs` is the table. */
  firstDue(jobs: ReadonlyMap<string, Job>): Due | undefined {
    for (let due = this.#due.peek(); due; due = this.#due.peek()) {
      if (jobs.get(due.job.id) === due.job) return due
      this.#due.pop()
    }
    return undefined
  }

  #change<T extends keyof Rows>(table: T, key: string, row: Rows[T], action: 'add' | 'delete'): void {
    if (table === 'users') this.#changeUser(row as User, action)
    else if (table === 'jobs') this.#changeJob(row as Job, action)
    else if (table === 'links') this.linksByUser[action]((row as Rows['links']).userId, key)
    else this.sessionsByUser[action]((row as Rows['sessions']).userId, key)
  }

  #changeUser(user: User, action: 'add' | 'delete'): void {
    if (!user.isActive) return
    set(this.userByUsername, usernameKey(user.username), user.id, action)
    if (user.email !== null) set(this.userByEmail, emailKey(user.email), user.id, action)
  }

  #changeJob(job: Job, action: 'add' | 'delete'): void {
    if (job.key !== null) set(this.jobByKey, job.key, job.id, action)
    if (job.userId !== null) this.jobsByUser[action](job.userId, job.id)
    const isOpen = job.state === 'waiting' || job.state === 'running'
    if (action === 'add' && isOpen) {
      this.#due.push({
        at: job.state === 'waiting' ? job.runAt : job.leaseUntil,
        enqueuedAt: job.enqueuedAt,
        sequence: this.#sequence++,
        job,
      })
    }
  }
}

/** A map to sets of keys; empty sets are not kept. */
class SetMap {
  readonly #sets = new Map<string, Set<string>>()

  get(key: string): string[] {
    return [...(this.#sets.get(key) ?? [])]
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
