import pg from 'pg'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ask } from '../../../e2e/support/database.ts'
import { newDatabase, open } from '../../../e2e/support/testDatabase.ts'
import { MAX_ATTEMPTS } from '../../jobs/backoff.ts'
import {
  PermanentFailure,
  RetryLater,
  type RunningJob,
  ServiceDown,
  type Task,
  type TaskTraits,
  task,
} from '../../jobs/task.ts'

const log = pino({ enabled: false })

/** A worker that found only locked jobs looks again after two seconds. On a busy machine, seconds become more. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 40_000 })

type Run = (job: RunningJob, n: string) => Promise<void>
type Payload = { n: string }

/** A queue with one task, which runs the test's function, and a function that starts workers. */
async function prepare(run: Run, traits: TaskTraits<Payload, object> = {}) {
  const url = await newDatabase({ isMigrated: true })
  const { store, queue, startWorker } = await open(url)
  const work = task<Payload, object>('work', ({ n }, _services, job) => run(job, n), traits)
  const start = () => {
    const worker = startWorker({
      tasks: [work] as Task<never, object>[],
      services: {},
      log,
      now: Date.now,
      elapsed: () => performance.now(),
      random: () => 0.5,
      beatEveryMs: 50,
    })
    onTestFinished(() => worker.stop())
    return worker
  }
  const rows = (statement: string) => ask(url, statement)
  const open_ = () => queue.list({ state: 'waiting', limit: 10_000 })
  return { url, store, queue, work, start, rows, openJobs: open_ }
}

/** Locks the table for all other connections until `end`. */
async function locked(url: string, table: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`begin; lock table ${table}`)
  return { end: () => client.end() }
}

const WAITS_FOR_LOCK = `select count(*)::int as n from pg_stat_activity
  where wait_event_type = 'Lock' and datname = current_database() and query like '%skip locked%'`

/** Counts all rows of graphile-worker. */
const ALL = 'select count(*)::int as n from graphile_worker._private_jobs'
const LOCK = 'update graphile_worker._private_jobs set attempts = 1, locked_at = now() - interval'

describe('the worker on graphile-worker', () => {
  it('runs a job as soon as it is there, and forgets it when it is done', async () => {
    const done: string[] = []
    const { queue, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    start()
    await queue.add([work.delay({ n: '1' }), work.delay({ n: '2' })])
    await soon(() => done.toSorted()).toEqual(['1', '2'])
    await soon(() => rows(ALL)).toEqual([{ n: 0 }])
  })

  it('tries again after about two seconds, counts, and says why meanwhile', async () => {
    const attempts: number[] = []
    const begun = performance.now()
    const { queue, work, start, openJobs } = await prepare(async (job) => {
      attempts.push(job.attempts)
      if (job.attempts === 1) throw new Error('not yet')
    })
    start()
    const job = work.delay({ n: '1' }, { runAt: Date.now() - 5_000 })
    await queue.add([job])
    const [added] = await queue.findJobs([job.id])
    await soon(openJobs).toMatchObject([{ state: 'waiting', attempts: 1, reason: 'not yet' }])
    expect(await queue.findJobs([job.id])).toMatchObject([{ enqueuedAt: added?.enqueuedAt }])
    await soon(() => attempts).toEqual([1, 2])
    expect(performance.now() - begun).toBeGreaterThan(1_900)
  })

  it('gives up after eight tries: the dead letter can be retried with all of them', async () => {
    const attempts: number[] = []
    let isCured = false
    const { queue, work, start, rows, openJobs } = await prepare(async (job, n) => {
      attempts.push(job.attempts)
      if (!isCured || n !== '1') throw new Error('never to a@example.org')
    })
    const job = work.delay({ n: '1' }, { key: 'k' })
    await queue.add([job])
    await rows(`update graphile_worker._private_jobs set attempts = ${MAX_ATTEMPTS - 1}`)
    start()
    const dead = {
      id: job.id,
      task: 'work',
      state: 'dead',
      reason: 'never to (address)',
      attempts: MAX_ATTEMPTS,
    }
    await soon(() => queue.findJobs([job.id])).toMatchObject([dead])
    expect(await queue.list({ state: 'dead', limit: 9 })).toMatchObject([dead])
    expect(await queue.countDead()).toBe(1)
    expect(await openJobs()).toEqual([])
    const [letter] = await rows('select payload from dead_letters')
    expect(letter?.payload).not.toContain('"n"')

    isCured = true
    expect(await queue.retry(job.id)).toBe(true)
    expect(await queue.countDead()).toBe(0)
    await soon(() => attempts).toEqual([MAX_ATTEMPTS, 1])
    await soon(() => rows(ALL)).toEqual([{ n: 0 }])
    expect(await queue.retry(job.id)).toBe(false)
  })

  it('ends a job at once that no try will help, and quietly when its user is gone', async () => {
    const { queue, work, start, rows } = await prepare(async () => {
      throw new PermanentFailure('refused')
    })
    start()
    const ofNobody = work.delay({ n: '1' })
    await queue.add([ofNobody, work.delay({ n: '2' }, { userId: 'gone' })])
    await soon(() => rows(ALL)).toEqual([{ n: 0 }])
    expect(await queue.list({ state: 'dead', limit: 9 })).toMatchObject([
      { id: ofNobody.id, reason: 'refused' },
    ])
    expect(await queue.discard(ofNobody.id)).toBe(true)
    expect(await queue.discard(ofNobody.id)).toBe(false)
  })

  it('puts a job off for as long as it asks, and does not count the try', async () => {
    const attempts = new Set<number>()
    let [later, isSeen, isDone] = [0, false, false]
    const { queue, work, start, openJobs } = await prepare(async (job) => {
      attempts.add(job.attempts)
      isDone = isSeen
      later = Date.now() + 1_500
      if (!isSeen) throw new RetryLater('busy', later)
    })
    start()
    await queue.add([work.delay({ n: '1' })])
    const look = async () => (await openJobs()).map((job) => ({ ...job, isPutOff: job.runAt === later }))
    await soon(look).toMatchObject([{ state: 'waiting', attempts: 0, reason: 'busy', isPutOff: true }])
    isSeen = true
    await soon(() => isDone).toBe(true)
    expect([...attempts]).toEqual([1])
  })

  it('lets jobs wait while their service is down, counts no try, and keeps their order', async () => {
    const tried: string[] = []
    const done: string[] = []
    const attempts = new Set<number>()
    const run: Run = async ({ attempts: attempt }, n) => {
      attempts.add(attempt)
      tried.push(n)
      if (tried.length < 8) throw new ServiceDown('nobody there', { waitMs: 50 })
      done.push(n)
    }
    const { queue, work, start } = await prepare(run, { service: 'mail' })
    const names = Array.from({ length: 12 }, (_, n) => String(n))
    const first = Date.now() - 1_000
    await queue.add(names.map((name, n) => work.delay({ n: name }, { runAt: first + n })))
    start()
    await soon(() => done.length).toBe(names.length)
    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(names)
    expect(attempts).toEqual(new Set([1]))
    // The first seven tries failed. Five jobs ran when the outage began; from then on only the oldest one tries.
    const younger = tried.slice(0, 7).filter((n) => n !== '0')
    expect(younger.length).toBeLessThan(5)
    expect(new Set(younger).size).toBe(younger.length)
  })

  it('takes over what a dead process had in hand, and what one took before its first heartbeat', async () => {
    const done: [string, number][] = []
    const { queue, work, start, rows, openJobs } = await prepare(
      async (job, n) => void done.push([n, job.attempts]),
    )
    await queue.add(['dead', 'unknown', 'alive'].map((n) => work.delay({ n })))
    const of = (n: string) => `where payload->'payload'->>'n' = '${n}'`
    await rows(`${LOCK} '1 second', locked_by = 'pool-dead' ${of('dead')}`)
    await rows(`${LOCK} '31 seconds', locked_by = 'pool-unknown' ${of('unknown')}`)
    await rows(`${LOCK} '1 hour', locked_by = 'pool-alive' ${of('alive')}`)
    await rows(
      `insert into processes values ('pool-dead', now() - interval '31 seconds'), ('pool-alive', now())`,
    )
    start()
    await soon(() => done.toSorted()).toEqual([
      ['dead', 1],
      ['unknown', 1],
    ])
    expect(await rows(`select pool_id from processes where pool_id in ('pool-dead', 'pool-alive')`)).toEqual([
      { pool_id: 'pool-alive' },
    ])
    await soon(openJobs).toMatchObject([{ state: 'running' }])
  })

  it('frees a job that it claimed without receiving the answer', async () => {
    const done: [string, number][] = []
    const { queue, work, start, rows, openJobs } = await prepare(
      async (job, n) => void done.push([n, job.attempts]),
    )
    start()
    await soon(() => rows('select * from processes')).toHaveLength(1)
    const later = Date.now() + 60_000
    await queue.add(['lost', 'under way'].map((n) => work.delay({ n }, { runAt: later })))
    const byWorker = 'locked_by = (select pool_id from processes), run_at = now()'
    await rows(`${LOCK} '11 seconds', ${byWorker} where payload->'payload'->>'n' = 'lost'`)
    await rows(`${LOCK} '1 second', ${byWorker} where payload->'payload'->>'n' = 'under way'`)
    await soon(() => done).toEqual([['lost', 1]])
    await soon(openJobs).toMatchObject([{ state: 'running' }])
  })

  it('starts graphile-worker again when its very first query fails', async () => {
    const done: string[] = []
    const { url, queue, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    await queue.add([work.delay({ n: '1' })])
    const locking = await locked(url, 'graphile_worker._private_tasks')
    start()
    const cut = () =>
      rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database() and query like 'insert into%_private_tasks%'`)
    await soon(cut).toHaveLength(1)
    await locking.end()
    await soon(() => done).toEqual(['1'])
  })

  it('starts graphile-worker again when it has ended by itself', async () => {
    const done: string[] = []
    const { queue, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    start()
    await queue.add([work.delay({ n: 'before' })])
    await soon(() => done).toEqual(['before'])
    const { exitCode } = process
    await rows(`select pg_notify('worker:migrate', '{"breaking":true}')`)
    // graphile-worker wants the process to end with this code.
    await soon(() => process.exitCode).toBe(57)
    process.exitCode = exitCode
    // Each of its five places may have been about to claim one more.
    await queue.add(Array.from({ length: 6 }, () => work.delay({ n: 'after' })))
    await soon(() => done).toHaveLength(7)
  })

  it('keeps a job whose end cannot be stored', async () => {
    const { queue, work, start, rows, openJobs } = await prepare(async () => {
      throw new RetryLater('busy', Date.now() + 60_000)
    })
    await queue.add([work.delay({ n: '1' })])
    await rows(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$`,
    )
    await rows(
      `create trigger refusing before update on graphile_worker._private_jobs
        for each row when (new.last_error = 'busy') execute function refuse()`,
    )
    start()
    await soon(openJobs).toMatchObject([
      { state: 'waiting', attempts: 1, reason: expect.stringMatching('stored') },
    ])
  })

  it('goes on when graphile-worker itself could not end jobs', async () => {
    const done: string[] = []
    const running: (() => void)[] = []
    const { queue, work, start, rows } = await prepare(async (_job, n) => {
      if (n === 'slow') await new Promise<void>((resolve) => running.push(resolve))
      if (n === 'fails') throw new RetryLater('busy', Date.now() + 60_000)
      done.push(n)
    })
    await rows('create sequence refused')
    await rows(`create function refuse() returns trigger language plpgsql as $$ begin
      if current_query() ~ 'el->>' then perform nextval('refused'); end if;
      if current_query() ~ 'last_error = .5|el->>|id = .1::bigint' then raise 'refused'; end if; return null; end $$`)
    start()
    await queue.add(['slow', 'slow', 'slow'].map((n) => work.delay({ n })))
    await soon(() => running).toHaveLength(3)
    await rows(`create trigger refusing before delete or update on graphile_worker._private_jobs
      for each statement execute function refuse()`)
    await queue.add(['done', 'fails'].map((n) => work.delay({ n })))
    await soon(() => rows('select is_called from refused')).toEqual([{ is_called: true }])
    await rows('drop trigger refusing on graphile_worker._private_jobs')
    for (const release of running) {
      release()
      // graphile-worker would collect ends that are closer to each other.
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    await queue.add(Array.from({ length: 6 }, () => work.delay({ n: 'after' })))
    await soon(() => done).toHaveLength(10)
  })

  it('waits for the running jobs when it is stopped, and begins no more', async () => {
    const begun: string[] = []
    let release: () => void = () => undefined
    const { queue, work, start, rows, openJobs } = await prepare((_job, n) => {
      begun.push(n)
      return new Promise((resolve) => {
        release = resolve
      })
    })
    const worker = start()
    await queue.add([work.delay({ n: '1' })])
    await soon(() => begun).toEqual(['1'])
    const stopped = worker.stop()
    await queue.add([work.delay({ n: '2' })])
    release()
    await stopped
    expect(begun).toEqual(['1'])
    expect(await openJobs()).toMatchObject([{ state: 'waiting' }])
    expect(await rows('select * from processes')).toEqual([])
  })

  it('begins no job that it asked for before it was stopped, and leaves it to others', async () => {
    const begun: string[] = []
    const { url, queue, work, start, rows, openJobs } = await prepare(async (_job, n) => void begun.push(n))
    await queue.add([work.delay({ n: '1' })])
    const locking = await locked(url, 'graphile_worker._private_jobs')
    const worker = start()
    await soon(() => rows(WAITS_FOR_LOCK)).toEqual([{ n: expect.any(Number) }])
    await soon(async () => Number((await rows(WAITS_FOR_LOCK))[0]?.n)).toBeGreaterThan(0)
    const stopped = worker.stop()
    await locking.end()
    await stopped
    expect(begun).toEqual([])
    expect(await openJobs()).toMatchObject([{ state: 'waiting', attempts: 0 }])
    start()
    await soon(() => begun).toEqual(['1'])
  })

  it('runs each of two thousand jobs once, with two workers', async () => {
    const done: string[] = []
    const { queue, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    const names = Array.from({ length: 2_000 }, (_, n) => String(n))
    await queue.add(names.map((n) => work.delay({ n })))
    start()
    start()
    await soon(() => rows(ALL)).toEqual([{ n: 0 }])
    expect(done.toSorted()).toEqual(names.toSorted())
  })

  it('survives that its connections are cut again and again, and repeats no job that is done', async () => {
    const done: string[] = []
    const { queue, work, start, rows } = await prepare(async (_job, n) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      done.push(n)
    })
    const names = Array.from({ length: 600 }, (_, n) => String(n))
    await queue.add(names.map((n) => work.delay({ n })))
    start()
    let cuts = 0
    await expect
      .poll(
        async () => {
          const [cut] = await rows(`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`)
          cuts += Number(cut?.n)
          return done.length
        },
        { timeout: 60_000, interval: 1_500 },
      )
      .toBeGreaterThanOrEqual(names.length)
    await soon(() => rows(ALL)).toEqual([{ n: 0 }])
    expect(cuts).toBeGreaterThan(5)
    expect(done.toSorted()).toEqual(names.toSorted())
  }, 90_000)
})
