import type { Logger } from '../../log.ts'
import type { Database } from './database.ts'

/**
 * A process without a heartbeat for this long is dead. The clock of the database decides, so that all processes agree.
 */
export const DEAD_AFTER = '30 seconds'

/** Far longer than a process waits for the answer to a claim. */
const ANSWERED_AFTER = '10 seconds'

/** After an outage, wait this many heartbeats before declaring other processes dead: they were cut off as well. */
const STEADY_BEATS = 4

const BEAT = `
  insert into processes (pool_id, seen_at) values ($1, statement_timestamp())
    on conflict (pool_id) do update set seen_at = excluded.seen_at`

/** Unlocks jobs like graphile-worker's `force_unlock_workers`, and does not count the interrupted try. */
const FREE = `update graphile_worker._private_jobs
  set locked_at = null, locked_by = null, attempts = greatest(attempts - 1, 0)`

const LEAVE = `with gone as (delete from processes where pool_id = $1) ${FREE} where locked_by = $1`

/** Frees the jobs that this process claimed without receiving the answer. */
const LET_GO = `${FREE} where locked_by = $1 and id <> all($2::bigint[])
    and locked_at < clock_timestamp() - '${ANSWERED_AFTER}'::interval returning key`

/** Also frees jobs of a process that died before its first heartbeat. */
const TAKE_OVER = `
  with dead as (
    delete from processes where seen_at < clock_timestamp() - '${DEAD_AFTER}'::interval returning pool_id
  )
  ${FREE} where locked_by in (select pool_id from dead)
    or (locked_at < clock_timestamp() - '${DEAD_AFTER}'::interval and locked_by not in (select pool_id from processes))
  returning key`

/** What the heartbeat works with. */
export interface HeartbeatOptions {
  db: Pick<Database, 'query'>
  /** The name of this process in the locks of its jobs. */
  owner: string
  /** graphile-worker's rows of the jobs that this process runs. */
  inHand: ReadonlySet<{ id: string }>
  log: Pick<Logger, 'warn'>
  everyMs: number
}

/** Tells the other processes that this one is alive, and frees the jobs that no living process runs. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #timer: NodeJS.Timeout
  #beating: Promise<void> | undefined
  #beats = 0

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#beatOnce(), options.everyMs)
    this.#beatOnce()
  }

  /** Frees all jobs of this process. A beat after that would report it as alive, so this waits for the last one. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
    await this.#options.db.query(LEAVE, [this.#options.owner])
  }

  /** Does nothing while the last beat waits for its answer. */
  #beatOnce(): void {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined
    })
  }

  async #beat(): Promise<void> {
    const { db, owner, inHand, log } = this.#options
    try {
      await db.query(BEAT, [owner])
      this.#beats++
      if (this.#beats < STEADY_BEATS) return
      const lost = await db.query(LET_GO, [owner, [...inHand].map(({ id }) => id)])
      if (lost.length > 0) log.warn({ jobs: lost.length }, 'claims got no answer; their jobs are free again')
      const freed = await db.query(TAKE_OVER)
      if (freed.length > 0) log.warn({ jobs: freed.length }, 'a process is gone; its jobs are taken over')
    } catch (error) {
      this.#beats = 0
      log.warn({ err: error }, 'the database does not hear that this process is alive')
    }
  }
}
