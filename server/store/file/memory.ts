import type { AuditEvent } from '../../audit/event.ts'
import type { Job } from '../../jobs/job.ts'
import type { Link, Session, User } from '../account.ts'
import { type Document, formatDocument, type Rows, TABLES, type Uses } from './document.ts'
import { Indexes } from './indexes.ts'
import { TableText } from './tableText.ts'

/** Everything in the data file, by key, with the indexes that every look-up goes through. */
export class Memory {
  readonly users = new Map<string, User>()
  readonly links = new Map<string, Link>()
  readonly sessions = new Map<string, Session>()
  readonly jobs = new Map<string, Job>()
  readonly uses = new Map<string, Uses>()
  readonly events = new Map<string, AuditEvent>()
  readonly indexes = new Indexes()
  readonly #texts: Record<keyof Rows, TableText> = {
    users: new TableText(),
    links: new TableText(),
    sessions: new TableText(),
    jobs: new TableText(),
    uses: new TableText(),
    events: new TableText(),
  }

  /** Rows that a transaction under way has put. */
  readonly undurableJobs = new Set<Job>()

  /** Whether something was noted since the last write was begun. */
  hasNotes = false

  /** When the document was saved last, before it was loaded (Unix ms). */
  readonly loadedSavedAt: number

  constructor(document: Document) {
    this.loadedSavedAt = document.savedAt
    for (const user of document.users) this.put('users', user.id, user)
    for (const link of document.links) this.put('links', linkKey(link.provider, link.uid), link)
    for (const session of document.sessions) this.put('sessions', session.idHash, session)
    for (const job of document.jobs) this.put('jobs', job.id, job)
    for (const uses of document.uses) this.put('uses', uses.key, uses)
    for (const event of document.events) this.put('events', event.id, event)
  }

  /** Sets a row that nobody waits for: it becomes durable with the next write. */
  note<T extends keyof Rows>(table: T, key: string, row: Rows[T] | undefined): void {
    this.hasNotes = true
    this.put(table, key, row)
  }

  /** Sets or, with undefined, removes a row. Rows are never changed in place. */
  put<T extends keyof Rows>(table: T, key: string, row: Rows[T] | undefined): void {
    const rows = this[table] as unknown as Map<string, Rows[T]>
    const before = rows.get(key)
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
    this.indexes.update(table, key, before, row)
    this.#texts[table].put(key, row)
  }

  /** The data file's text for what is in memory now. */
  toText(savedAt: number): Promise<Buffer[]> {
    this.hasNotes = false
    const parts = TABLES.map((table) => [table, this.#texts[table].parts()])
    return formatDocument(savedAt, Object.fromEntries(parts))
  }
}

/** A link's key. Provider ids have no colon, so no two identities share one. */
export function linkKey(provider: string, uid: string): string {
  return `${provider}:${uid}`
}

/** The changes of one operation, made at once and undone together. */
export class Transaction {
  readonly #memory: Memory
  readonly #undo: (() => void)[] = []
  readonly #jobs: Job[] = []
  /** Whether jobs fall due earlier than anybody knew. */
  makesJobsDue = false

  constructor(memory: Memory) {
    this.#memory = memory
  }

  get isEmpty(): boolean {
    return this.#undo.length === 0
  }

  put<T extends keyof Rows>(table: T, key: string, row: Rows[T] | undefined): void {
    const before = this.#memory[table].get(key) as Rows[T] | undefined
    this.#memory.put(table, key, row)
    this.#undo.push(() => this.#memory.put(table, key, before))
    if (table === 'jobs' && row !== undefined) this.#putJob(row as Job)
  }

  #putJob(job: Job): void {
    this.#jobs.push(job)
    this.#memory.undurableJobs.add(job)
  }

  /** Later transactions must have been undone before. */
  undo(): void {
    for (const undo of this.#undo.reverse()) undo()
    this.#undo.length = 0
    this.end()
  }

  /** It is durable. */
  end(): void {
    for (const job of this.#jobs) this.#memory.undurableJobs.delete(job)
  }
}

/** Runs `change` on memory at once, and resolves with its result when that is durable. A throw in it undoes it. */
export type Mutate = <T>(change: (transaction: Transaction) => T) => Promise<T>

/** What an operation that is spread over several functions works on. */
export interface Change {
  memory: Memory
  tx: Transaction
  now: () => number
}
