import type { Endings } from '../../jobs/endings.ts'
import type { ClaimedJob } from '../../jobs/job.ts'
import { DEAD_LETTER, type Sealer } from '../../seal.ts'
import type { Database } from './database.ts'
import { oneQuery } from './oneQuery.ts'
import { ms } from './queueRows.ts'

/** A job that a worker has claimed. */
export interface HeldJob extends ClaimedJob {
  /** graphile-worker's id of the row. */
  readonly rowId: string
}

const DONE = `delete from graphile_worker._private_jobs where id = any($1::bigint[])`

const PUT_BACK = `
  update graphile_worker._private_jobs
    set locked_at = null, locked_by = null, run_at = to_timestamp($3::bigint / 1000.0), attempts = $4, last_error = $5
    where id = $1 and locked_by = $2`

/** `for share` makes the statement wait for a deletion under way: nothing of the user may be stored after it. */
const BURY = `
  with held as (
    delete from graphile_worker._private_jobs where id = $1 and locked_by = $2 returning created_at
  ), present as (
    select id from users where id = $5 for share
  )
  insert into dead_letters (id, task, user_id, payload, reason, attempts, run_at, enqueued_at, died_at)
    select $3, $4, $5, $6, $7, $8, $9, ${ms('created_at')}, $10 from held
      where $5::text is null or exists (select from present)
    on conflict (id) do update set payload = excluded.payload, reason = excluded.reason, attempts = excluded.attempts,
      run_at = excluded.run_at, enqueued_at = excluded.enqueued_at, died_at = excluded.died_at`

/** What the endings work with. */
export interface EndingsOptions {
  db: Pick<Database, 'query'>
  /** The name under which graphile-worker has locked the rows. */
  owner: string
  sealer: Pick<Sealer, 'seal'>
  /** Unix milliseconds. */
  now: () => number
}

/**
 * Ends jobs in the database. graphile-worker could delete them, but it starts the next job before the end of the last
 * one is stored, and it gives up while the database is away: a kill or a restart of the database would repeat finished
 * jobs.
 */
export function createEndings({ db: { query }, owner, sealer, now }: EndingsOptions): Endings<HeldJob> {
  const deleteRow = oneQuery(async (rowIds) => {
    await query(DONE, [rowIds])
    return new Map()
  })
  return {
    async done({ rowId }) {
      await deleteRow(rowId)
    },
    /** Does nothing when another worker has taken the job over. */
    async putBack({ rowId }, { runAt, attempts, reason }) {
      await query(PUT_BACK, [rowId, owner, Math.round(runAt), attempts, reason])
    },
    async bury({ rowId, id, task, userId, payload, attempts, runAt }, reason) {
      const sealed = await sealer.seal(JSON.stringify(payload), { purpose: DEAD_LETTER })
      await query(BURY, [rowId, owner, id, task, userId, sealed, reason, attempts, runAt, now()])
    },
  }
}
