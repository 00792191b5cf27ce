import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type JobPlace, placeOf } from '../../jobs/queue.ts'
import { PermanentFailure, RetryLater, ServiceDown } from '../../jobs/task.ts'
import { accountOf, created, jobOf, type Open, openJobs, PATIENCE, work, workOf } from './fixtures.ts'

/** Jobs are run at least once, and none is lost. */
export function jobContract(open: Open): void {
  it('runs what is added and what a commit takes along, and forgets it when it is done', async () => {
    const storage = await open()
    const { store, queue } = storage
    const tries: [string, number][] = []
    work(
      storage,
      workOf(async (n, { attempts }) => void tries.push([n, attempts])),
    )
    await queue.add([jobOf({ payload: { n: 'added' } })])
    await store.create(accountOf(), { jobs: [jobOf({ payload: { n: 'taken along' } })] })
    await expect
      .poll(() => tries, PATIENCE)
      .toEqual([
        ['added', 1],
        ['taken along', 1],
      ])
    await expect.poll(() => openJobs(queue), PATIENCE).toEqual([])
  })

  it('describes a job without its payload', async () => {
    const { store, queue } = await open()
    const { userId } = await created(store)
    const runAt = Date.now() + 60_000
    const job = jobOf({ userId, runAt })
    await queue.add([job])
    const [found] = await queue.findJobs([job.id, 'no such job'])
    const { id, task } = job
    const enqueuedAt = expect.any(Number)
    expect(found).toEqual({
      id,
      task,
      userId,
      state: 'waiting',
      runAt,
      enqueuedAt,
      attempts: 0,
      reason: null,
    })
    expect(await queue.jobsOf(userId)).toEqual([found])
    expect(await queue.jobsOf('nobody')).toEqual([])
  })

  it('adds no job whose id is in the queue, while it waits and while it runs', async () => {
    const storage = await open()
    const { queue } = storage
    const done: string[] = []
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const job = jobOf({ payload: { n: 'first' } })
    const second = { ...job, payload: { n: 'second' } }
    await queue.add([job, second])
    await queue.add([second])
    work(
      storage,
      workOf(async (n) => {
        if (n === 'first') await held
        done.push(n)
      }),
    )
    await expect.poll(async () => (await queue.findJobs([job.id]))[0]?.state, PATIENCE).toBe('running')
    await queue.add([second])
    finish()
    await expect.poll(() => openJobs(queue), PATIENCE).toEqual([])
    expect(done).toEqual(['first'])
    await queue.add([second])
    await expect.poll(() => done, PATIENCE).toEqual(['first', 'second'])
  })

  it('runs five at a time, the longest due first', async () => {
    const storage = await open()
    const { queue } = storage
    const begun: number[] = []
    const waiting: (() => void)[] = []
    const first = Date.now() - 60_000
    const numbers = Array.from({ length: 20 }, (_, n) => n)
    const jobs = numbers.map((n) => jobOf({ payload: { n: String(n) }, runAt: first + n }))
    await queue.add(jobs.toReversed())
    let most = 0
    work(
      storage,
      workOf(async (n) => {
        begun.push(Number(n))
        await new Promise<void>((resolve) => waiting.push(resolve))
      }),
    )
    for (let left = jobs.length; left > 0; left -= 5) {
      await expect.poll(() => waiting.length, PATIENCE).toBe(5)
      most = Math.max(most, waiting.length)
      for (const finish of waiting.splice(0)) finish()
    }
    await expect.poll(() => openJobs(queue), PATIENCE).toEqual([])
    expect(most).toBe(5)
    expect(begun.slice(0, 5).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
    expect(begun.toSorted((a, b) => a - b)).toEqual(numbers)
  })

  it('tries a job again that failed, counts, and says why', async () => {
    const storage = await open()
    const { queue } = storage
    const tries: number[] = []
    work(
      storage,
      workOf(async (_n, { attempts }) => {
        tries.push(attempts)
        if (attempts === 1) throw new Error('busy')
      }),
    )
    const job = jobOf()
    await queue.add([job])
    const found = async () => (await queue.findJobs([job.id]))[0]
    await expect.poll(found, PATIENCE).toMatchObject({ state: 'waiting', attempts: 1, reason: 'busy' })
    expect((await found())?.runAt).toBeGreaterThan(Date.now())
    await expect.poll(() => tries, PATIENCE).toEqual([1, 2])
    await expect.poll(found, PATIENCE).toBeUndefined()
  })

  it('puts a job off for as long as it asks, and does not count the try', async () => {
    const storage = await open()
    const { queue } = storage
    const later = Date.now() + 1_500
    const tries: [number, boolean][] = []
    work(
      storage,
      workOf(async (_n, { attempts }) => {
        tries.push([attempts, Date.now() >= later - 100])
        if (Date.now() < later - 100) throw new RetryLater('busy', later)
      }),
    )
    await queue.add([jobOf()])
    await expect
      .poll(() => tries, PATIENCE)
      .toEqual([
        [1, false],
        [1, true],
      ])
  })

  it('makes a dead letter that can be retried with all its payload, or discarded', async () => {
    const storage = await open()
    const { queue } = storage
    let isCured = false
    const done: [string, number][] = []
    const gaveUp: string[] = []
    const failing = workOf(
      async (n, { attempts }) => {
        if (!isCured) throw new PermanentFailure('refused')
        done.push([n, attempts])
      },
      { gaveUp: async ({ n }) => void gaveUp.push(n) },
    )
    work(storage, failing)
    const jobs = [jobOf({ payload: { n: 'a' } }), jobOf({ payload: { n: 'b' } })]
    await queue.add(jobs)
    await expect.poll(() => queue.countDead(), PATIENCE).toBe(2)
    expect(gaveUp.sort()).toEqual(['a', 'b'])
    expect(await openJobs(queue)).toEqual([])
    const [a = '', b = ''] = jobs.map(({ id }) => id)
    expect(await queue.findJobs([a])).toMatchObject([
      { id: a, state: 'dead', reason: 'refused', attempts: 1 },
    ])
    isCured = true
    expect(await queue.retry(a)).toBe(true)
    await expect.poll(() => done, PATIENCE).toEqual([['a', 1]])
    expect(await queue.retry(a)).toBe(false)
    expect([await queue.discard(b), await queue.discard(b), await queue.countDead()]).toEqual([
      true,
      false,
      0,
    ])
  })

  it('adds a job whose dead letter is there, which it does not replace', async () => {
    const storage = await open()
    const { queue } = storage
    work(
      storage,
      workOf(async (n) => {
        if (n === 'dies') throw new PermanentFailure('refused')
      }),
    )
    const job = jobOf({ payload: { n: 'dies' } })
    await queue.add([job])
    await expect.poll(() => queue.countDead(), PATIENCE).toBe(1)
    const far = Date.now() + 60_000
    await queue.add([{ ...job, runAt: far }])
    const states = async () => (await queue.findJobs([job.id])).map(({ state }) => state).sort()
    expect(await states()).toEqual(['dead', 'waiting'])
    expect(await queue.retry(job.id)).toBe(true)
    expect(await queue.findJobs([job.id])).toMatchObject([{ state: 'waiting', runAt: far }])
  })

  it('pages through open jobs, the soonest first, and through dead letters', async () => {
    const storage = await open()
    const { queue } = storage
    const far = Date.now() + 60_000
    const jobs = [3, 1, 2].map((n) => jobOf({ runAt: far + n, task: n === 2 ? 'other' : 'work' }))
    await queue.add(jobs)
    const [third, first, second] = jobs.map(({ id }) => id)
    expect(await openJobs(queue)).toEqual([first, second, third])
    const page = async (options: { task?: string; after?: JobPlace }) =>
      (await queue.list({ state: 'waiting', limit: 1, ...options })).map(({ id }) => id)
    expect(await page({})).toEqual([first])
    const after = { at: far + 1, id: first ?? '' }
    expect(await page({ after })).toEqual([second])
    expect(await page({ after, task: 'work' })).toEqual([third])
    // The last job of a page may be gone when the next page is asked for.
    expect(await page({ after: { at: far + 1, id: '0' } })).toEqual([first])
    expect(await queue.tally()).toEqual({
      tasks: [
        { task: 'other', waiting: 1, dead: 0 },
        { task: 'work', waiting: 2, dead: 0 },
      ],
      oldestAt: expect.any(Number),
    })
    work(
      storage,
      workOf(async () => {
        throw new PermanentFailure('no')
      }),
    )
    for (let n = 1; n <= 2; n++) {
      await queue.add([jobOf()])
      await expect.poll(() => queue.countDead(), PATIENCE).toBe(n)
      await sleep(5)
    }
    const [newest, oldest] = await queue.list({ state: 'dead', limit: 9 })
    expect(newest?.enqueuedAt).toBeGreaterThan(oldest?.enqueuedAt ?? 0)
    const behind = newest && placeOf(newest)
    expect(await queue.list({ state: 'dead', limit: 9, after: behind })).toEqual([oldest])
    expect(await queue.tally()).toMatchObject({ tasks: [{ task: 'other' }, { task: 'work', dead: 2 }] })
  })

  it('lets jobs wait in their order while their service is down, counts no try, and runs others', async () => {
    const storage = await open()
    const { queue } = storage
    const tried: string[] = []
    const done: string[] = []
    const counted = new Set<number>()
    let isDown = true
    const mail = workOf(
      async (n, { attempts }) => {
        counted.add(attempts)
        if (isDown) {
          tried.push(n)
          throw new ServiceDown('nobody there', { waitMs: 500 })
        }
        done.push(n)
      },
      { service: 'mail' },
    )
    const others: string[] = []
    const other = { ...workOf(async (n) => void others.push(n)), name: 'other' }
    const first = Date.now() - 60_000
    const names = Array.from({ length: 12 }, (_, n) => String(n))
    await queue.add(names.map((n, index) => jobOf({ payload: { n }, runAt: first + index })))
    work(storage, mail, other)
    await expect.poll(() => tried.length, PATIENCE).toBeGreaterThan(7)
    await queue.add([jobOf({ task: 'other', payload: { n: 'other' } })])
    await expect.poll(() => others, PATIENCE).toEqual(['other'])
    isDown = false
    await expect.poll(() => done.length, PATIENCE).toBe(12)
    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(names)
    expect(done[0]).toBe('0')
    expect(counted).toEqual(new Set([1]))
    // Up to five jobs were under way when the outage began. From then on only the oldest tries.
    expect(tried.filter((n) => n !== '0').length).toBeLessThan(5)
  })

  it('has a backlog of a service that takes only two jobs at once stand in front of nothing else', async () => {
    const storage = await open()
    const { queue } = storage
    let atOnce = 0
    let most = 0
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const hook = workOf(
      async () => {
        most = Math.max(most, ++atOnce)
        await held
        atOnce--
      },
      { service: 'webhook', atOnce: 2 },
    )
    const others: string[] = []
    const other = { ...workOf(async (n) => void others.push(n)), name: 'other' }
    const first = Date.now() - 60_000
    await queue.add(Array.from({ length: 100 }, (_, n) => jobOf({ runAt: first + n })))
    work(storage, hook, other)
    await expect.poll(() => atOnce, PATIENCE).toBe(2)
    await queue.add(['1', '2', '3'].map((n) => jobOf({ task: 'other', payload: { n } })))
    await expect.poll(() => others.toSorted(), PATIENCE).toEqual(['1', '2', '3'])
    const waiting = () => queue.list({ state: 'waiting', limit: 200 })
    await expect.poll(waiting, PATIENCE).toHaveLength(100)
    release()
    await expect.poll(() => openJobs(queue), PATIENCE).toEqual([])
    expect(most).toBe(2)
  })

  it('stops with nothing lost: what does not end in time is put back', async () => {
    const storage = await open()
    const { queue } = storage
    let isAborted = false
    const hanging = workOf(
      (_n, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            isAborted = true
            reject(new Error('aborted'))
          })
        }),
    )
    const worker = work(storage, hanging)
    const job = jobOf()
    await queue.add([job])
    await expect.poll(async () => (await queue.findJobs([job.id]))[0]?.state, PATIENCE).toBe('running')
    const begun = performance.now()
    await worker.stop()
    expect(isAborted).toBe(true)
    expect(performance.now() - begun).toBeLessThan(9_000)
    expect(await queue.findJobs([job.id])).toMatchObject([{ state: 'waiting', attempts: 0 }])
    const done: string[] = []
    work(
      storage,
      workOf(async (n) => void done.push(n)),
    )
    await expect.poll(() => done, PATIENCE).toEqual(['1'])
  }, 30_000)

  it('starts nothing after it was stopped', async () => {
    const storage = await open()
    const { queue } = storage
    const done: string[] = []
    const worker = work(
      storage,
      workOf(async (n) => void done.push(n)),
    )
    await queue.add([jobOf({ payload: { n: 'before' } })])
    await expect.poll(() => done, PATIENCE).toEqual(['before'])
    await worker.stop()
    await queue.add([jobOf({ payload: { n: 'after' } })])
    await sleep(100)
    expect(done).toEqual(['before'])
    expect(await openJobs(queue)).toHaveLength(1)
  })
}
