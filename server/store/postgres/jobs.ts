import { type Expression, sql } from 'kysely'
import type { JobDescription } from '../../jobs/job.ts'
import type { Claim, ClaimedJob, Lease, Store } from '../store.ts'
import type { Change, Mutate } from './change.ts'
import { jobOf } from './rows.ts'
import type { Database, JobRow } from './tables.ts'

/*
 * `jobs` is the ledger: which jobs there are, under which key, and what has become of them. graphile-worker is the
 * engine: it knows when each is to be handed out, and to whom. Its job has the id of ours as its key and its payload,
 * and the task as its flag, so that tasks can be made to wait. Both are written in one transaction.
 */

type JobOperations = Pick<
  Store,
  | 'enqueue'
  | 'claimJob'
  | 'finishJob'
  | 'retryJob'
  | 'endJob'
  | 'nextJobAt'
  | 'jobsOf'
  | 'findJobs'
  | 'clockMoved'
>

/** The operations on jobs. */
export function jobOperations(db: Database, mutate: Mutate): JobOperations {
  return {
    enqueue: (jobs) => mutate((change) => addJobs(jobs, change)),
    claimJob: (claim) => claimJob(claim, db),
    async finishJob({ jobId, owner }) {
      const { numDeletedRows } = await db
        .deleteFrom('jobs')
        .where('id', '=', jobId)
        .where('state', '=', 'running')
        .where('lease_owner', '=', owner)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    retryJob: (lease, retry) => mutate((change) => retryJob(lease, retry, change)),
    endJob: (lease, end) => endJob(lease, end, db),
    async nextJobAt(exceptTasks = []) {
      const { at } = await db
        .selectFrom('jobs')
        .select(({ fn }) => fn.min('due_at').as('at'))
        .where(({ eb }) => eb.not(isOneOf('task', exceptTasks)))
        .executeTakeFirstOrThrow()
      return at ?? undefined
    },
    async jobsOf(userId) {
      const own = db.selectFrom('jobs').selectAll().where('user_id', '=', userId)
      return (await own.orderBy('enqueued_at').orderBy('seq').execute()).map(jobOf)
    },
    async findJobs(ids) {
      const found = db.selectFrom('jobs').selectAll().where(isOneOf('id', ids))
      return (await found.execute()).map(jobOf)
    },
    clockMoved: (byMs) => mutate((change) => moveTimes(byMs, change)),
  }
}

/** Adds the jobs whose key is free, and hands them to the engine: one statement. */
export async function addJobs(jobs: readonly JobDescription[], change: Change): Promise<void> {
  if (jobs.length === 0) return
  const now = change.now()
  const given = JSON.stringify(jobs.map((job) => ({ ...job, runAt: job.runAt || now })))
  const { rows } = await sql<{ added: number }>`
    with added as (
      insert into jobs (id, task, payload, key, user_id, run_at, state, enqueued_at)
        select id, task, payload, key, "userId", "runAt", 'waiting', ${now}::bigint
          from json_to_recordset(${given}::json)
            as g(id text, task text, payload json, key text, "userId" text, "runAt" bigint)
        on conflict do nothing
        returning id, task, run_at
    )
    select count(*)::int as added, ${handOver('added', now)} from added`.execute(change.tx)
  if (rows[0]?.added) change.makesJobsDue = true
}

/**
 * Hands the jobs that `rows` has (id, task, run_at) to the engine, in place of what it holds for them. It goes by the
 * clock of the database, so it is told how long from now; of those that are due already it must know the order. An
 * aggregate: the number of them.
 */
export function handOver(rows: 'added' | 'handed', now: number): Expression<number> {
  return sql<number>`(select count(*)::int from graphile_worker.add_jobs((
    select array_agg((task, json_build_object('id', id), null,
      case when run_at > ${now} then clock_timestamp() + (run_at - ${now}::bigint) * interval '1 ms'
        else least(clock_timestamp(), to_timestamp(run_at / 1000.0)) end, null, id, null, array[task]
    )::graphile_worker.job_spec) from ${sql.raw(rows)})))`
}

/**
 * A claim; with `jobId` on that one and no other, if it waits (the engine has said that it is due) or its lease has run
 * out. `isRepeated`: the owner does not know what became of the same claim, and may have it already.
 */
export type ClaimOfOne = Claim & { jobId?: string; isRepeated?: boolean }

/** See `Store.claimJob`. */
export async function claimJob(claim: ClaimOfOne, db: Database): Promise<ClaimedJob | undefined> {
  const { owner, now, leaseUntil, exceptTasks = [], jobId, isRepeated = false } = claim
  const isHad = sql<boolean>`(${isRepeated} and state = 'running' and lease_owner = ${owner})`
  const isDue =
    jobId === undefined
      ? sql<boolean>`due_at <= ${now} and task <> all(${[...exceptTasks]}::text[])`
      : sql<boolean>`id = ${jobId} and (state = 'waiting' or (state = 'running' and due_at <= ${now}) or ${isHad})`
  const { rows } = await sql<JobRow & { was: string; had: string | null }>`
    with due as (
      select id, state as was, lease_owner as had from jobs where ${isDue}
        order by due_at, enqueued_at, seq limit 1 for update skip locked
    )
    update jobs set state = 'running', lease_owner = ${owner}, lease_until = ${leaseUntil},
      -- A try that nobody ended does not count against the job.
      attempts = attempts + (case due.was when 'waiting' then 1 else 0 end)
      from due where jobs.id = due.id
      returning jobs.*, due.was, due.had`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  if (row.had !== owner) return { ...jobOf(row as never), wasInterrupted: row.was === 'running' }
  return isRepeated ? { ...jobOf(row as never), wasInterrupted: false } : undefined
}

/** Puts it back in ledger and engine. */
async function retryJob(
  { jobId, owner }: Lease,
  { runAt, reason, isCounted }: Parameters<Store['retryJob']>[1],
  change: Change,
): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    with handed as (
      update jobs set state = 'waiting', run_at = ${runAt}, reason = ${reason}, lease_owner = null, lease_until = 0,
        attempts = attempts - ${isCounted ? 0 : 1}
        where id = ${jobId} and state = 'running' and lease_owner = ${owner}
        returning id, task, run_at
    )
    select count(*)::int as count, ${handOver('handed', change.now())} from handed`.execute(change.tx)
  change.makesJobsDue ||= rows[0]?.count === 1
  return rows[0]?.count === 1
}

/** The lock on the user makes a deletion under way be waited for: no trace of them may come after it. */
async function endJob(
  { jobId, owner }: Lease,
  { state, reason }: Parameters<Store['endJob']>[1],
  db: Database,
): Promise<boolean> {
  const payload = state === 'dead' ? sql`'{}'::json` : sql`payload`
  const { rows } = await sql<{ count: number }>`
    with mine as (
      select id, user_id from jobs where id = ${jobId} and state = 'running' and lease_owner = ${owner}
    ), present as (
      select id from users where is_active and id in (select user_id from mine) for share
    ), kept as (
      select id from mine where user_id is null or user_id in (select id from present)
    ), ended as (
      update jobs set state = ${state}, reason = ${reason}, payload = ${payload}, lease_owner = null, lease_until = 0
        from kept where jobs.id = kept.id and lease_owner = ${owner}
    ), removed as (
      delete from jobs using mine where jobs.id = mine.id and lease_owner = ${owner}
        and not exists (select from kept)
    )
    select count(*)::int as count from mine`.execute(db)
  return rows[0]?.count === 1
}

async function moveTimes(byMs: number, change: Change): Promise<void> {
  const { tx } = change
  await sql`update uses set at = at + ${byMs}, until = until + ${byMs}`.execute(tx)
  await sql`update jobs set run_at = run_at + ${byMs}, enqueued_at = enqueued_at + ${byMs},
    lease_until = lease_until + ${byMs}`.execute(tx)
  if (byMs < 0) {
    await sql`update sessions set created_at = created_at + ${byMs},
      last_seen_at = last_seen_at + ${byMs}`.execute(tx)
  }
  change.makesJobsDue = true
}

function isOneOf(column: 'id' | 'task', values: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} = any(${[...values]}::text[])`
}
