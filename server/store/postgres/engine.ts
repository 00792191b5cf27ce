import { sql } from 'kysely'
import type { JobEngine } from '../../jobs/jobEngine.ts'
import { claimJob, handOver } from './jobs.ts'
import type { Database } from './tables.ts'

/** A process not heard of for so long is taken for dead. By the clock of the database, so that all agree. */
const DEAD_AFTER = '30 seconds'

/** Nothing is due for so long while anybody works. */
const STRAY_AFTER_MS = 30_000

/** See `JobEngine`. */
export function createEngine(db: Database, now: () => number): JobEngine {
  return {
    claim: (claim) => claimJob(claim, db),
    async beat(id, poolId) {
      await sql`
        insert into processes (id, pool_id, seen_at) values (${id}, ${poolId}, clock_timestamp())
          on conflict (id) do update set pool_id = excluded.pool_id, seen_at = excluded.seen_at`.execute(db)
    },
    async leave(id) {
      await db.deleteFrom('processes').where('id', '=', id).execute()
    },
    async takeOver() {
      // In the ledger their leases end; the engine hands the same jobs out anew.
      const { rows } = await sql<{ dead: number }>`
        with dead as (
          delete from processes where seen_at < clock_timestamp() - ${DEAD_AFTER}::interval returning id, pool_id
        ), freed as (
          update jobs set lease_until = 0 from dead where lease_owner = dead.id and state = 'running'
        )
        select count(*)::int as dead, graphile_worker.force_unlock_workers(array_agg(pool_id)) from dead`.execute(
        db,
      )
      return rows[0]?.dead ?? 0
    },
    async handOut(which) {
      const isMeant =
        which === 'strays'
          ? sql`due_at < ${now() - STRAY_AFTER_MS} and not exists (
              select from graphile_worker.jobs as known
                where known.key = jobs.id and known.attempts < known.max_attempts
                  and known.run_at <= clock_timestamp()
                  and (known.locked_by is null or (
                    known.locked_by in (select pool_id from processes)
                    -- Who has one in hand claims it at once, unless the answer that handed it out was lost.
                    and (jobs.state = 'running' or known.locked_at > clock_timestamp() - ${DEAD_AFTER}::interval))))`
          : sql`id = ${which.id} and state = 'waiting'`
      const { rows } = await sql<{ count: number }>`
        with handed as (select id, task, run_at from jobs where ${isMeant} limit 1000)
        select count(*)::int as count, ${handOver('handed', now())} from handed`.execute(db)
      return rows[0]?.count ?? 0
    },
  }
}
