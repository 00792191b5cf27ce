import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFileStore } from '../store/file/fileStore.ts'
import { MAX_ATTEMPTS } from './backoff.ts'
import { startInProcessRunner } from './inProcess.ts'
import { type RunningJob, ServiceDown, type Task, type TaskTraits, task } from './task.ts'

const log = pino({ enabled: false })

/** A runner on a real store, with one task that does what the test says. `tick` lets time pass. */
async function start(run: (job: RunningJob, n: string) => Promise<void>, traits: TaskTraits = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-jobs-'))
  const clock = { now: 1_000_000 }
  const now = () => clock.now
  const store = await openFileStore({ file: join(folder, 'doorman.json'), now, log })
  const work = task<{ n: string }, object>('work', ({ n }, _services, job) => run(job, n), traits)
  const options = {
    store,
    tasks: [work] as Task<never, object>[],
    services: {},
    log,
    now,
    elapsed: now,
    random: () => 0.5,
  }
  const runner = startInProcessRunner(options)
  onTestFinished(async () => {
    await runner.stop()
    await store.close()
    await rm(folder, { recursive: true })
  })
  return { store, work, runner, clock, options }
}

describe('the runner', () => {
  it('runs a job as soon as it is there, and forgets it when it is done', async () => {
    const done: string[] = []
    const { store, work } = await start(async (_job, n) => void done.push(n))
    await store.enqueue([work.delay({ n: '1' }), work.delay({ n: '2' })])
    await expect.poll(() => done).toEqual(['1', '2'])
    await expect.poll(() => store.nextJobAt()).toBeUndefined()
  })

  it('lets few go before the oldest, which is waited for, but not for ever', async () => {
    const begun: string[] = []
    let finish = () => {}
    const { store, work, clock } = await start(async (_job, n) => {
      begun.push(n)
      if (n === '0') await new Promise<void>((resolve) => (finish = resolve))
    })
    await store.enqueue(Array.from({ length: 20 }, (_, n) => work.delay({ n: String(n) })))
    await expect.poll(() => begun.length).toBe(6)
    await store.check()
    expect(begun).toHaveLength(6)
    clock.now += 1_001
    await expect.poll(() => begun.length).toBe(20)
    finish()
  })

  it('runs five at a time, no more, and all in the end', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    let done = 0
    const { store, work } = await start(async () => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      done++
    })
    await store.enqueue(Array.from({ length: 20 }, (_, n) => work.delay({ n: String(n) })))
    while (done < 20) {
      await expect.poll(() => waiting.length).toBe(Math.min(5, 20 - done))
      most = Math.max(most, waiting.length)
      for (const finish of waiting.splice(0)) finish()
      await new Promise(setImmediate)
    }
    expect(most).toBe(5)
  })

  it('begins no more while much of what is done cannot be stored', async () => {
    const done: string[] = []
    const { store, work, runner, options } = await start(async (_job, n) => void done.push(n))
    await runner.stop()
    await store.enqueue(Array.from({ length: 40 }, (_, n) => work.delay({ n: String(n) })))
    let heal = () => {}
    const healthy = new Promise<void>((resolve) => (heal = resolve))
    const finishJob: typeof store.finishJob = (lease) => healthy.then(() => store.finishJob(lease))
    const next = startInProcessRunner({ ...options, store: { ...store, finishJob } })
    await expect.poll(() => done.length).toBe(20)
    await store.check()
    expect(done).toHaveLength(20)
    heal()
    await expect.poll(() => store.nextJobAt()).toBeUndefined()
    expect(done).toHaveLength(40)
    await next.stop()
  })

  it('runs what it has claimed though a claim beside it fails', async () => {
    const done: string[] = []
    const { store, work, runner, options } = await start(async (_job, n) => void done.push(n))
    await runner.stop()
    await store.enqueue(['1', '2', '3'].map((n) => work.delay({ n })))
    let claims = 0
    const claimJob: typeof store.claimJob = async (claim) => {
      if (++claims === 1) throw new Error('the disk is full')
      return store.claimJob(claim)
    }
    const next = startInProcessRunner({ ...options, store: { ...store, claimJob } })
    await expect.poll(() => done.length).toBe(3)
    await next.stop()
    expect(await store.nextJobAt()).toBeUndefined()
  })

  it('tries again after about two seconds', async () => {
    const { store, work, clock } = await start(async () => {
      throw new Error('not yet')
    })
    await store.enqueue([work.delay({ n: '1' })])
    await expect.poll(() => store.nextJobAt()).toBe(clock.now + 2_000)
  })

  it('gives up after eight tries and keeps the reason', async () => {
    const attempts: number[] = []
    const { store, work, clock, options } = await start(async (job) => {
      attempts.push(job.attempts)
      throw new Error('never')
    })
    await store.enqueue([work.delay({ n: '1' }, { key: 'k' })])
    for (let count = 1; count <= MAX_ATTEMPTS; count++) {
      await expect.poll(() => attempts.length).toBe(count)
      await expect.poll(async () => ((await store.nextJobAt()) ?? 0) !== clock.now + 120_000).toBe(true)
      clock.now += 3_600_000
      const extra = startInProcessRunner(options)
      await extra.stop()
    }
    await expect.poll(() => store.nextJobAt()).toBeUndefined()
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    await store.enqueue([work.delay({ n: '1' }, { key: 'k' })])
    expect(await store.nextJobAt()).toBeUndefined()
  })

  it('waits for the running jobs when it is stopped, and begins no more', async () => {
    let release: () => void = () => undefined
    const begun: string[] = []
    const { store, work, runner } = await start((_job, n) => {
      begun.push(n)
      return new Promise((resolve) => {
        release = resolve
      })
    })
    await store.enqueue([work.delay({ n: '1' })])
    await expect.poll(() => begun).toEqual(['1'])
    const stopped = runner.stop()
    await store.enqueue([work.delay({ n: '2' })])
    release()
    await stopped
    expect(begun).toEqual(['1'])
    expect(await store.nextJobAt()).toBe(1_000_000)
  })

  it('gives up a job that no task is there for', async () => {
    const { store, work } = await start(async () => {})
    await store.enqueue([{ ...work.delay({ n: '1' }), task: 'forgotten' }])
    await expect.poll(() => store.nextJobAt()).toBeUndefined()
  })

  it.each([
    { isRepeatable: true, ends: 'is done' },
    { isRepeatable: false, ends: 'is parked' },
  ])(
    'takes up a job that was interrupted: with isRepeatable $isRepeatable it $ends',
    async ({ isRepeatable }) => {
      const done: string[] = []
      const { store, work, clock, runner, options } = await start(async (_job, n) => void done.push(n), {
        isRepeatable,
      })
      await runner.stop()
      await store.enqueue([work.delay({ n: '1' }, { key: 'k' })])
      await store.claimJob({ owner: 'killed', now: clock.now, leaseUntil: clock.now })
      const next = startInProcessRunner(options)
      await expect.poll(() => store.nextJobAt()).toBeUndefined()
      await next.stop()
      expect(done).toEqual(isRepeatable ? ['1'] : [])
      await store.enqueue([work.delay({ n: '2' }, { key: 'k' })])
      expect((await store.nextJobAt()) !== undefined, 'the key is free').toBe(isRepeatable)
    },
  )

  it('lets jobs wait while their service is down, counts no try, and keeps their order', async () => {
    const tried: string[] = []
    const done: string[] = []
    const attempts = new Set<number>()
    const run = async ({ attempts: attempt }: RunningJob, n: string) => {
      attempts.add(attempt)
      tried.push(n)
      if (tried.length < 10) throw new ServiceDown('nobody there')
      done.push(n)
    }
    const { store, work, clock, runner, options } = await start(run, { service: 'mail' })
    // It sleeps by the real clock; those below look at once, and wait for what they have begun.
    await runner.stop()
    const names = Array.from({ length: 12 }, (_, n) => String(n))
    for (const n of names) await store.enqueue([work.delay({ n })])
    while (done.length < names.length) {
      clock.now += 30_000
      await startInProcessRunner({ ...options, elapsed: () => clock.now }).stop()
    }
    expect(attempts).toEqual(new Set([1]))
    expect(done.slice().sort((a, b) => Number(a) - Number(b))).toEqual(names)
    expect(await store.nextJobAt()).toBeUndefined()
  })

  it('is tried again when its time comes just as the runner looks for jobs', async () => {
    let tries = 0
    const run = async () => {
      tries += 1
      if (tries === 1) throw new ServiceDown('nobody there')
    }
    const { store, work, clock } = await start(run, { service: 'mail' })
    await store.enqueue([work.delay({ n: '1' })])
    await expect.poll(() => tries).toBe(1)
    // No longer under a lease.
    await expect.poll(() => store.nextJobAt()).toBe(clock.now)
    clock.now += 999
    const { nextJobAt } = store
    store.nextJobAt = (exceptTasks) => {
      clock.now += 1
      store.nextJobAt = nextJobAt
      return nextJobAt(exceptTasks)
    }
    // Makes it look.
    await store.enqueue([work.delay({ n: 'for later' }, { runAt: clock.now + 1e9 })])
    await expect.poll(() => tries).toBe(2)
  })
})
