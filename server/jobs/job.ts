/**
 * Jobs as plain data.
 *
 * - task: a function with a name, declared once (task.ts).
 * - job: one promise to run a task with a payload. It stays in the queue until it is done or given up.
 * - id: what makes a job unique: adding a job whose id is in the queue already does nothing.
 * - dead letter: a job given up, after too many tries or an answer that no try will change. It keeps the reason and,
 *   sealed, everything that a retry by hand needs.
 */

import { createHash } from 'node:crypto'

/**
 * A job to be added; `delay()` returns it and a commit takes it along. Payloads hold ids, never personal data in clear.
 */
export interface JobDescription {
  readonly id: string
  readonly task: string
  readonly payload: Readonly<Record<string, string | null>>
  /**
   * The user whom the job is about. When that user is gone, the job ends quietly. Null for jobs that outlive the
   * account.
   */
  readonly userId: string | null
  /** Unix milliseconds; the job does not run earlier. 0: as soon as possible. */
  readonly runAt: number
}

/** A job as people may see it: without its payload. Finished jobs are not kept. */
export interface Job {
  readonly id: string
  readonly task: string
  readonly userId: string | null
  readonly state: 'waiting' | 'running' | 'dead'
  /** Unix milliseconds. */
  readonly runAt: number
  /** Unix milliseconds. */
  readonly enqueuedAt: number
  /** How many tries have failed because of the job itself, plus the one that runs now. */
  readonly attempts: number
  /** Why the last try failed, for the operator. It contains no personal data. */
  readonly reason: string | null
  /** When the job was given up (Unix milliseconds). Only dead letters have it. */
  readonly diedAt?: number
}

/** A job that a worker is about to try. `attempts` counts this try. */
export interface ClaimedJob extends JobDescription {
  readonly attempts: number
}

/**
 * Derives a job id from `origin` and `parts`, in the form of a UUID (RFC 9562, 5.8). The same input gives the same id,
 * so the job is added once and can be found by anybody who knows its origin.
 */
export function jobIdOf(origin: string, ...parts: string[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([origin, ...parts]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The ids of the jobs, for the log. */
export function idsOf(jobs: readonly Pick<Job, 'id'>[]): string[] {
  return jobs.map(({ id }) => id)
}
