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

/** What `delay()` returns and a commit takes: a job to be. Payloads carry ids, never personal data in clear. */
export interface JobDescription {
  readonly id: string
  readonly task: string
  readonly payload: Readonly<Record<string, string | null>>
  /** The user that the job is about: when they are gone it ends quietly. Null for jobs that outlive the account. */
  readonly userId: string | null
  /** Unix milliseconds before which it is not run; 0: as soon as possible. */
  readonly runAt: number
}

/** A job as people may see it: without its payload. A job that is done is there no more. */
export interface Job {
  readonly id: string
  readonly task: string
  readonly userId: string | null
  readonly state: 'waiting' | 'running' | 'dead'
  /** Unix milliseconds. */
  readonly runAt: number
  /** Unix milliseconds. */
  readonly enqueuedAt: number
  /** How often it was tried and failed by itself, with the try under way. */
  readonly attempts: number
  /** Why the last try failed: for the operator, without personal data. */
  readonly reason: string | null
  /** When it was given up (Unix milliseconds); dead letters alone have it. */
  readonly diedAt?: number
}

/** A job that a worker is about to try. `attempts` counts this try. */
export interface ClaimedJob extends JobDescription {
  readonly attempts: number
}

/**
 * The id of a job that follows from something else: always the same for the same `origin` and `parts`, in the form of a UUID
 * (RFC 9562, 5.8). So the job is added once, and whoever knows its origin can ask for it.
 */
export function jobIdOf(origin: string, ...parts: string[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([origin, ...parts]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** For the log: the ids by which these jobs can be followed. */
export function idsOf(jobs: readonly Pick<Job, 'id'>[]): string[] {
  return jobs.map(({ id }) => id)
}
