import type { ClaimedJob } from '../../jobs/job.ts'
import { DEAD_LETTER, type Sealer } from '../../seal.ts'
import type { Database } from './database.ts'
import { ms } from './queueRows.ts'

/** A job that a worker has in hand. */
export interface HeldJob {
  /** graphile-worker's own id of it. */
  rowId: string
  /** The name under which graphile-worker has locked it. */
  poolId: string
  job: ClaimedJob
}

const DONE = `delete from graphile_worker._private_jobs where id = any($1::bigint[])`

/** A new row, because graphile-worker deletes the one that it handed out as soon as its task has returned. */
const PUT_BACK = `
  with held as (
    delete from graphile_worker._private_jobs where id = $1 and locked_by = $2 returning *
  )
  insert into graphile_worker._private_jobs
      (task_id, payload, run_at, attempts, max_attempts, last_error, created_at, key, flags)
    select task_id, payload, to_timestamp($3::bigint / 1000.0), $4, max_attempts, $5, created_at, key, flags from held`

/** The lock makes the statement wait for a deletion that is under way: nothing of the user may come after it. */
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

/**
 * Ends jobs in the database. graphile-worker would delete them, but it starts the next job before the end of the last one is
 * stored, and gives up when the database is away: a kill or a restart of the database would repeat jobs that are done.
 */
export class Endings {
  readonly #db: Database
  readonly #sealer: Pick<Sealer, 'seal'>
  #waiting: { rowIds: string[]; stored: Promise<void> } | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(db: Database, sealer: Pick<Sealer, 'seal'>) {
    this.#db = db
    this.#sealer = sealer
  }

  /** Resolves when the end of the job is stored. Jobs that end while the database is busy with others share a statement. */
  done({ rowId }: HeldJob): Promise<void> {
    if (!this.#waiting) {
      const rowIds: string[] = []
      const stored = this.#last.then(async () => {
        this.#waiting = undefined
        await this.#db.query(DONE, [rowIds])
      })
      this.#last = stored.catch(() => undefined)
      this.#waiting = { rowIds, stored }
    }
    this.#waiting.rowIds.push(rowId)
    return this.#waiting.stored
  }

  /** `attempts`: how many tries have counted. Does nothing when another worker has taken the job over. */
  async putBack(
    { rowId, poolId }: HeldJob,
    { runAt, attempts, reason }: { runAt: number; attempts: number; reason: string | null },
  ): Promise<void> {
    await this.#db.query(PUT_BACK, [rowId, poolId, Math.round(runAt), attempts, reason])
  }

  /** Makes a dead letter of the job. A job of a user who is gone just ends. */
  async bury(
    { rowId, poolId, job }: HeldJob,
    { reason, now }: { reason: string; now: number },
  ): Promise<void> {
    const { id, task, userId, payload, attempts, runAt } = job
    const sealed = await this.#sealer.seal(JSON.stringify(payload), { purpose: DEAD_LETTER })
    await this.#db.query(BURY, [rowId, poolId, id, task, userId, sealed, reason, attempts, runAt, now])
  }
}
