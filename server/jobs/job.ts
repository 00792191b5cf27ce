/**
 * Jobs as plain data.
 *
 * - task: a function with a name, declared once (task.ts).
 * - job: one promise to run a task with a payload. It lies in the store until it is done.
 * - key: what makes a job unique: while one with the key is there, in whatever state, enqueueing another does nothing.
 * - lease: a worker's claim on a job. When it runs out, the worker is taken for dead and another may claim the job.
 * - dead: a job given up, after too many tries or an answer that no try will change. Kept with the reason.
 * - parked: a job whose outcome is unknown. It is kept for the operator to decide and never repeated by itself.
 */

import { createHash } from 'node:crypto'

/** What `delay()` returns and a commit takes: a job to be. Payloads carry ids, never personal data in clear. */
export interface JobDescription {
  id: string
  task: string
  payload: Record<string, string | null>
  /** See the glossary; null where every job counts for itself. */
  key: string | null
  /** Deleting this user cancels the job while it waits; null for jobs that outlive the account. */
  userId: string | null
  /** Unix milliseconds before which it is not run; 0: as soon as possible. */
  runAt: number
}

/** A job in the store. A job that is done is removed. */
export interface Job extends JobDescription {
  state: 'waiting' | 'running' | 'dead' | 'parked'
  /** Unix milliseconds. */
  enqueuedAt: number
  /** How often it was tried and failed by itself, with the try under way. */
  attempts: number
  /** Who holds the lease while running. */
  leaseOwner: string | null
  /** Unix milliseconds. */
  leaseUntil: number
  /** Why the last try failed: for the operator, without personal data. */
  reason: string | null
}

/**
 * The id of a job that comes of another thing: always the same one for the same `origin` and `parts`, in the form of a UUID
 * (RFC 9562, 5.8), so that it can be asked for by whoever knows where it came from.
 */
export function jobIdOf(origin: string, ...parts: string[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([origin, ...parts]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** For the log: what to look for in the life of these jobs. */
export function idsOf(jobs: readonly Pick<Job, 'id'>[]): string[] {
  return jobs.map(({ id }) => id)
}
