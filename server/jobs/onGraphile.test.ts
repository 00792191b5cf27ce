import pg from 'pg'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ask } from '../../e2e/database.ts'
import { newDatabase, open } from '../../e2e/testDatabase.ts'
import { StoreUnavailable } from '../store/store.ts'
import { MAX_ATTEMPTS } from './backoff.ts'
import type { JobEngine } from './jobEngine.ts'
import { startGraphileRunner } from './onGraphile.ts'
import {
  PermanentFailure,
  type RunningJob,
  ServiceDown,
  type Task,
  type TaskTraits,
  task,
  UnknownOutcome,
} from './task.ts'

const log = pino({ enabled: false })

/** Once the claim is carried out, and its answer lost. */
function losesAnAnswer(engine: JobEngine): JobEngine {
  let lost = 0
  return {
    ...engine,
    async claim(claim) {
      const job = await engine.claim(claim)
      if (lost++ === 0) throw new StoreUnavailable('no answer')
      return job
    },
  }
}

/** A worker that found all locked by others looks again after two seconds. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 12_000 })

type Run = (job: RunningJob, n: string) => Promise<void>

/** A store with one task that does what the test says, and runners to be started on it. */
async function prepare(run: Run, traits: TaskTraits = {}, wrap = (engine: JobEngine) => engine) {
  const url = await newDatabase()
  const { store, engine, createJobPool } = await open(url)
  const work = task<{ n: string }, object>('work', ({ n }, _services, job) => run(job, n), traits)
  const start = () => {
    const runner = startGraphileRunner({
      store,
      engine: wrap(engine),
      pool: createJobPool(),
      tasks: [work] as Task<never, object>[],
      services: {},
      log,
      now: Date.now,
      elapsed: () => performance.now(),
      random: () => 0.5,
      beatEveryMs: 50,
    })
    onTestFinished(() => runner.stop())
    return runner
  }
  const rows = (statement: string) => ask(url, statement)
  return { url, store, work, start, rows }
}

/** Those that wait for a job from a table that is locked. */
const ASKING = `select count(*)::int as n from pg_stat_activity
  where wait_event_type = 'Lock' and datname = current_database()`

/** Nobody else gets at the table until its end. */
async function locked(url: string, table: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`begin; lock table ${table}`)
  return { end: () => client.end() }
}

const ENGINE = 'select count(*)::int as n from graphile_worker.jobs'

describe('the runner on graphile-worker', () => {
  it('are handed out again when the engine has put them off by itself', async () => {
    const { url, store, work } = await prepare(async () => undefined)
    const { engine } = await open(url)
    await store.enqueue([{ ...work.delay({ n: '1' }), runAt: Date.now() - 3_600_000 }])
    expect(await engine.handOut('strays')).toBe(0)
    // After a claim that failed; it waits longer each time, up to six hours.
    await ask(url, `update graphile_worker._private_jobs set run_at = now() + interval '6 hours'`)
    expect(await engine.handOut('strays')).toBe(1)
    expect(await engine.handOut('strays')).toBe(0)
  })

  it('runs a job as soon as it is there, and forgets it when it is done', async () => {
    const done: string[] = []
    const { store, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    start()
    await store.enqueue([work.delay({ n: '1' }), work.delay({ n: '2' })])
    await soon(() => done.toSorted()).toEqual(['1', '2'])
    await soon(() => store.nextJobAt()).toBeUndefined()
    await soon(() => rows(ENGINE)).toEqual([{ n: 0 }])
  })

  it('runs five at a time, no more, and all in the end', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    let done = 0
    const { store, work, start } = await prepare(async () => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      done++
    })
    start()
    await store.enqueue(Array.from({ length: 20 }, (_, n) => work.delay({ n: String(n) })))
    while (done < 20) {
      await soon(() => waiting.length).toBe(Math.min(5, 20 - done))
      most = Math.max(most, waiting.length)
      for (const finish of waiting.splice(0)) finish()
      await new Promise(setImmediate)
    }
    expect(most).toBe(5)
  })

  it('tries again after about two seconds, and counts', async () => {
    const attempts: number[] = []
    const begun = performance.now()
    const { store, work, start } = await prepare(async (job) => {
      attempts.push(job.attempts)
      if (job.attempts === 1) throw new Error('not yet')
    })
    start()
    await store.enqueue([work.delay({ n: '1' })])
    await soon(() => attempts).toEqual([1, 2])
    expect(performance.now() - begun).toBeGreaterThan(1_900)
  })

  it('gives up after eight tries: what is left are key and reason', async () => {
    const { store, work, start, rows } = await prepare(async () => {
      throw new Error('never')
    })
    await store.enqueue([work.delay({ n: '1' }, { key: 'k' })])
    await rows(`update jobs set attempts = ${MAX_ATTEMPTS - 1}`)
    start()
    const left = { state: 'dead', key: 'k', reason: 'never', payload: {}, attempts: MAX_ATTEMPTS }
    await soon(() => rows('select * from jobs')).toMatchObject([left])
    await store.enqueue([work.delay({ n: '2' }, { key: 'k' })])
    expect(await store.nextJobAt()).toBeUndefined()
    await soon(() => rows(ENGINE)).toEqual([{ n: 0 }])
  })

  it.each([
    { error: new PermanentFailure('refused'), state: 'dead' },
    { error: new UnknownOutcome('no answer'), state: 'parked' },
  ])('ends a job as $state without another try', async ({ error, state }) => {
    const { store, work, start, rows } = await prepare(async () => {
      throw error
    })
    start()
    await store.enqueue([work.delay({ n: '1' })])
    await soon(() => rows('select state, reason from jobs')).toEqual([{ state, reason: error.message }])
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
    const { store, work, start } = await prepare(run, { service: 'mail' })
    const names = Array.from({ length: 12 }, (_, n) => String(n))
    const first = Date.now() - 1_000
    for (const [n, name] of names.entries())
      await store.enqueue([work.delay({ n: name }, { runAt: first + n })])
    start()
    await soon(() => done.length).toBe(names.length)
    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(names)
    expect(attempts).toEqual(new Set([1]))
    // Five were under way when it began; from then on one at a time tried.
    expect(tried.slice(5, 8)).toEqual(['0', '0', '0'])
  })

  it.each([
    { isRepeatable: true, ends: 'is done' },
    { isRepeatable: false, ends: 'is parked' },
  ])(
    'takes over what a dead process had in hand: with isRepeatable $isRepeatable it $ends',
    async ({ isRepeatable }) => {
      const done: string[] = []
      const { store, work, start, rows } = await prepare(async (_job, n) => void done.push(n), {
        isRepeatable,
      })
      await store.enqueue([
        work.delay({ n: '1' }, { key: 'k' }),
        work.delay({ n: '2' }, { runAt: Date.now() + 1e9 }),
      ])
      await store.claimJob({ owner: 'dead', now: Date.now() + 9, leaseUntil: Date.now() + 1e9 })
      await rows(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool', attempts = 1
      where run_at < now() + interval '1 minute'`)
      await rows(`insert into processes values ('dead', 'pool', now() - interval '31 seconds'),
      ('alive', 'other', now())`)
      start()
      await soon(() => rows('select id from processes')).not.toContainEqual({ id: 'dead' })
      const [state] = isRepeatable ? [] : ['parked']
      await expect
        .poll(() => rows(`select state from jobs where key = 'k'`))
        .toEqual(state ? [{ state }] : [])
      expect(done).toEqual(isRepeatable ? ['1'] : [])
      expect(await rows(`select id from processes where id = 'alive'`)).toHaveLength(1)
    },
  )

  it('hands out what the engine has lost', async () => {
    const done: string[] = []
    const { store, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    await store.enqueue([work.delay({ n: '1' }, { runAt: Date.now() - 31_000 })])
    await rows('delete from graphile_worker._private_jobs')
    start()
    await soon(() => done).toEqual(['1'])
  })

  it('hands out what a living process was handed without hearing of it', async () => {
    const done: string[] = []
    const { store, work, start, rows } = await prepare(async (_job, n) => void done.push(n))
    await store.enqueue([work.delay({ n: '1' }, { runAt: Date.now() - 31_000 })])
    await rows(`insert into processes values ('alive', 'other', now())`)
    await rows(`update graphile_worker._private_jobs
      set locked_at = now() - interval '31 seconds', locked_by = 'other', attempts = 1`)
    start()
    await soon(() => done).toEqual(['1'])
  })

  it('does a job whose claim got no answer, as if it had: nobody had begun it', async () => {
    const done: number[] = []
    const run: Run = async ({ attempts }) => void done.push(attempts)
    const { store, work, start } = await prepare(run, { isRepeatable: false }, losesAnAnswer)
    start()
    await store.enqueue([work.delay({ n: '1' })])
    await soon(() => done).toEqual([1])
    await soon(() => store.nextJobAt()).toBeUndefined()
  })

  it('waits for the running jobs when it is stopped, and begins no more', async () => {
    const begun: string[] = []
    let release: () => void = () => undefined
    const { store, work, start, rows } = await prepare((_job, n) => {
      begun.push(n)
      return new Promise((resolve) => {
        release = resolve
      })
    })
    const runner = start()
    await store.enqueue([work.delay({ n: '1' })])
    await soon(() => begun).toEqual(['1'])
    const stopped = runner.stop()
    await store.enqueue([work.delay({ n: '2' })])
    release()
    await stopped
    expect(begun).toEqual(['1'])
    expect(await rows('select state from jobs')).toEqual([{ state: 'waiting' }])
    expect(await rows('select id from processes')).toEqual([])
  })

  it('begins no job that it asked for before it was stopped, and leaves it to others', async () => {
    const begun: string[] = []
    const { url, store, work, start, rows } = await prepare(async (_job, n) => void begun.push(n))
    await store.enqueue([work.delay({ n: '1' })])
    const locking = await locked(url, 'graphile_worker._private_jobs')
    const runner = start()
    await soon(() => rows(ASKING)).toEqual([{ n: 5 }])
    const stopped = runner.stop()
    await locking.end()
    await stopped
    expect(begun).toEqual([])
    expect(await rows('select state from jobs')).toEqual([{ state: 'waiting' }])
    expect(await rows('select id from processes')).toEqual([])
    start()
    await soon(() => begun).toEqual(['1'])
  })

  it('does each of a thousand jobs once, with two workers', async () => {
    const done: string[] = []
    const { store, work, start } = await prepare(async (_job, n) => void done.push(n))
    const names = Array.from({ length: 1_000 }, (_, n) => String(n))
    await store.enqueue(names.map((n) => work.delay({ n })))
    start()
    start()
    await soon(() => store.nextJobAt()).toBeUndefined()
    expect(done.toSorted()).toEqual(names.toSorted())
  })
})
