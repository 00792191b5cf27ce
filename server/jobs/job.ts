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

/** For the log: what to look for in the life of these jobs. */
export function idsOf(jobs: readonly Pick<Job, 'id'>[]): string[] {
  return jobs.map(({ id }) => id)
}
