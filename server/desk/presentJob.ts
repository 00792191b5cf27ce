import type { DeskJob } from '../deskApi.ts'
import type { Job } from '../jobs/job.ts'

/** A job for the desk. */
export function presentJob({ id, task, userId, state, reason, attempts, runAt, enqueuedAt }: Job): DeskJob {
  return {
    id,
    task,
    userId,
    state: state === 'dead' ? 'dead' : 'waiting',
    reason,
    attempts,
    runAt: new Date(runAt).toISOString(),
    enqueuedAt: new Date(enqueuedAt).toISOString(),
  }
}
