import type { Job, JobDescription } from '../../jobs/job.ts'

/**
 * An open job is a row of graphile-worker: `key` is the id of the job, the task is also a flag, so that tasks can be
 * made to wait, and the payload contains the user id. Jobs are added through graphile-worker's own function. Reading
 * and ending jobs uses its table `_private_jobs`: the public view has no payloads, and the public functions ignore
 * locked jobs. So package.json fixes the version of graphile-worker; check this file before changing it.
 */

/** The payload of graphile-worker's row. */
export interface QueuedPayload {
  userId: string | null
  payload: JobDescription['payload']
}

/** graphile-worker's limit of tries. It is practically unlimited, because attempt.ts decides when to give up. */
export const MAX_ATTEMPTS = 32_767

/** Adds the jobs in the second parameter, `{ jobs }`, whose ids are not in the queue. */
export const ADD_JOBS = `
  select count(graphile_worker.add_job(
      identifier => j.task,
      payload => json_build_object('userId', j."userId", 'payload', j.payload),
      run_at => case j."runAt" when 0 then clock_timestamp() else to_timestamp(j."runAt" / 1000.0) end,
      max_attempts => ${MAX_ATTEMPTS},
      job_key => j.id,
      flags => array[j.task],
      job_key_mode => 'unsafe_dedupe'
    )) from json_to_recordset($2::json->'jobs') as j(id text, task text, payload json, "userId" text, "runAt" bigint)`

/** All open jobs, in the columns of `JobRow`. */
export const OPEN_JOBS = `
  select j.key as id, t.identifier as task, j.payload->>'userId' as "userId",
         case when j.locked_at is null then 'waiting' else 'running' end as state, ${ms('j.run_at')} as "runAt",
         ${ms('j.created_at')} as "enqueuedAt", j.attempts, j.last_error as reason, null::bigint as "diedAt"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`

/** All dead letters, in the columns of `JobRow`. */
export const DEAD_JOBS = `
  select id, task, user_id as "userId", 'dead' as state, run_at as "runAt", enqueued_at as "enqueuedAt", attempts,
         reason, died_at as "diedAt"
    from dead_letters`

/** A job as people may see it. */
export type JobRow = Omit<Job, 'diedAt'> & { diedAt: number | null }

/** Converts a row of `OPEN_JOBS` or `DEAD_JOBS`. */
export function jobOf({ diedAt, ...job }: JobRow): Job {
  return diedAt === null ? job : { ...job, diedAt }
}

/** SQL for a timestamp as Unix milliseconds. */
export function ms(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::bigint`
}
