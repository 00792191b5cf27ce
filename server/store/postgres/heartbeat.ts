import type { Logger } from '../../log.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'

/**
 * A process without a heartbeat for this long is dead. The clock of the database decides, so that all processes agree.
 */
export const DEAD_AFTER = '30 seconds'

/** After an outage, wait this many heartbeats before declaring other processes dead: they were cut off as well. */
const STEADY_BEATS = 4

/** All engines of a process have the same time, by which the doctor counts processes. */
const BEAT = `
  insert into processes (pool_id, seen_at) select unnest($1::text[]), statement_timestamp()
    on conflict (pool_id) do update set seen_at = excluded.seen_at`

/** Unlocks jobs like graphile-worker's `force_unlock_workers`, and does not count the interrupted try. */
const FREE = `update graphile_worker._private_jobs
  set locked_at = null, locked_by = null, attempts = greatest(attempts - 1, 0)`

const LEAVE = `
  with gone as (delete from processes where pool_id = any($1::text[]))
  ${FREE} where locked_by = any($1::text[])`

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
  db: Database
  /** The running engines, and stopped ones that still have claimed jobs. */
  engines: Set<Engine>
  log: Pick<Logger, 'warn'>
}

/** Tells the other processes that this one is alive, and frees the jobs of dead processes. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  #beats = 0

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  /** Call it every few seconds. Never throws. */
  async beat(): Promise<void> {
    const { db, log } = this.#options
    try {
      await this.#tell()
      this.#beats++
      if (this.#beats < STEADY_BEATS) return
      const freed = await db.query<{ key: string }>(TAKE_OVER)
      if (freed.length > 0) log.warn({ jobs: freed.length }, 'a process is gone; its jobs are taken over')
    } catch (error) {
      this.#beats = 0
      log.warn({ err: error }, 'the database does not hear that this process is alive')
    }
  }

  /** Frees all jobs that these engines have locked. */
  async leave(engines: readonly Engine[]): Promise<void> {
    await this.#options.db.query(LEAVE, [poolIdsOf(engines)])
  }

  async #tell(): Promise<void> {
    const { db, engines } = this.#options
    // A copy, because another engine may be started during the queries.
    const known = [...engines]
    for (const engine of known) engine.endIfStuck()
    const idle = known.filter(({ hasEnded, inHand }) => hasEnded && inHand === 0)
    const busy = known.filter((engine) => !idle.includes(engine))
    await db.query(BEAT, [poolIdsOf(busy)])
    if (idle.length > 0) await this.leave(idle)
    for (const engine of idle) engines.delete(engine)
  }
}

function poolIdsOf(engines: readonly Engine[]): string[] {
  return engines.map(({ poolId }) => poolId).filter((id) => id !== '')
}
