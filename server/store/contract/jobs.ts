import { expect, it } from 'vitest'
import { claim, claimed, jobOf, LATER, newcomer, type Open } from './plans.ts'

/** Jobs are handed out, and none is lost or run by two. */
export function jobContract(open: Open): void {
  it('hands out each job to one worker, however many ask at once', async () => {
    const store = await open()
    await store.enqueue(['a', 'b'].map((key) => jobOf({ key })))
    const jobs = await Promise.all([claim(store), claim(store), claim(store)])
    expect(jobs.map((job) => job?.key ?? '').sort()).toEqual(['', 'a', 'b'])
  })

  it('hands out what is due, the longest due first', async () => {
    const store = await open()
    await store.enqueue([
      jobOf({ key: 'b', runAt: 20 }),
      jobOf({ key: 'a', runAt: 10 }),
      jobOf({ key: 'z', runAt: LATER + 1 }),
    ])
    expect(await store.nextJobAt()).toBe(10)
    const jobs = [await claim(store), await claim(store), await claim(store)]
    expect(jobs.map((job) => job?.key)).toEqual(['a', 'b', undefined])
    expect(jobs[0]).toMatchObject({
      state: 'running',
      attempts: 1,
      wasInterrupted: false,
      leaseOwner: 'me',
      leaseUntil: LATER + 1_000,
    })
  })

  it('hands out jobs of the same time in the order they came', async () => {
    const store = await open()
    for (const key of ['1', '2', '3']) await store.enqueue([jobOf({ key })])
    const jobs = [await claim(store), await claim(store), await claim(store)]
    expect(jobs.map((job) => job?.key)).toEqual(['1', '2', '3'])
  })

  it('keeps a key unique, whatever state its job is in, until it is done', async () => {
    const store = await open()
    const again = () => store.enqueue([jobOf({ key: 'k', task: 'second' })])
    const lease = { owner: 'me', jobId: '1' }
    await store.enqueue([jobOf({ id: '1', key: 'k' }), jobOf({ key: 'k', task: 'second' })])
    await again()
    await claimed(store)
    await again()
    await store.endJob(lease, { state: 'parked', reason: 'unknown' })
    await again()
    expect(await store.nextJobAt()).toBeUndefined()

    await store.enqueue([jobOf({ id: '2', key: 'l' })])
    await claimed(store)
    await store.finishJob({ owner: 'me', jobId: '2' })
    await store.enqueue([jobOf({ key: 'l' }), jobOf({ key: '__proto__' })])
    expect([(await claim(store))?.key, (await claim(store))?.key]).toEqual(['l', '__proto__'])
  })

  it('gives a job to another worker when the lease has run out, and the first has no say any more', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1', runAt: 1 })])
    await claim(store, 'first', 100, 200)
    expect(await store.nextJobAt()).toBe(200)
    expect(await claim(store, 'second', 199)).toBeUndefined()
    expect(await claim(store, 'second', 200)).toMatchObject({ id: '1', attempts: 1, wasInterrupted: true })
    const lease = { jobId: '1', owner: 'first' }
    expect(await store.finishJob(lease)).toBe(false)
    expect(await store.retryJob(lease, { runAt: 0, reason: 'x', isCounted: true })).toBe(false)
    expect(await store.endJob(lease, { state: 'dead', reason: 'x' })).toBe(false)
    expect(await store.finishJob({ jobId: '1', owner: 'second' })).toBe(true)
    expect(await store.finishJob({ jobId: '1', owner: 'second' })).toBe(false)
  })

  it('never gives a worker a second time what it has in hand, however late it is', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1', runAt: 1 })])
    await claim(store, 'me', 100, 200)
    expect(await claim(store, 'me', LATER, LATER + 1)).toBeUndefined()
    expect(await store.nextJobAt()).toBe(LATER + 1)
    expect(await claim(store, 'another', LATER)).toBeUndefined()
    expect(await store.finishJob({ jobId: '1', owner: 'me' })).toBe(true)
  })

  it('passes over the tasks that must wait', async () => {
    const store = await open()
    await store.enqueue([jobOf({ task: 'mail', runAt: 1 }), jobOf({ task: 'tweet', runAt: 2 })])
    expect(await store.nextJobAt(['mail'])).toBe(2)
    const exceptTasks = ['mail']
    const claimed = await store.claimJob({ owner: 'me', now: LATER, leaseUntil: LATER, exceptTasks })
    expect(claimed?.task).toBe('tweet')
    expect(await store.nextJobAt(['mail', 'tweet'])).toBeUndefined()
  })

  it('does not count a try that was not the job’s fault', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' })])
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await claimed(store)).toMatchObject({ attempts: 1 })
      await store.retryJob({ jobId: '1', owner: 'me' }, { runAt: 1, reason: 'down', isCounted: false })
    }
  })

  it.each([-1_000, 1_000])(
    'lets jobs wait as long as before when the clock is set by %i ms',
    async (byMs) => {
      const store = await open()
      let calls = 0
      store.onJobs(() => {
        calls++
      })
      await store.enqueue([jobOf({ id: '1', runAt: 5_000 }), jobOf({ id: '2', runAt: 9_000 })])
      await claim(store, 'me', 5_000, 6_000)
      await store.clockMoved(byMs)
      expect(await store.nextJobAt()).toBe(6_000 + byMs)
      await store.finishJob({ jobId: '1', owner: 'me' })
      expect(await store.nextJobAt()).toBe(9_000 + byMs)
      expect(calls).toBe(2)
    },
  )

  it('puts a job back for later, with the reason', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' })])
    await claimed(store)
    await store.retryJob({ jobId: '1', owner: 'me' }, { runAt: LATER + 5, reason: 'busy', isCounted: true })
    expect(await claim(store)).toBeUndefined()
    expect(await claim(store, 'me', LATER + 5)).toMatchObject({
      attempts: 2,
      reason: 'busy',
      payload: { a: 'b' },
    })
  })

  it('hands out neither dead nor parked jobs', async () => {
    const store = await open()
    await store.enqueue([jobOf({ id: '1' }), jobOf({ id: '2' })])
    for (const state of ['dead', 'parked'] as const) {
      const job = await claimed(store)
      await store.endJob({ jobId: job.id, owner: 'me' }, { state, reason: 'why' })
    }
    expect(await store.nextJobAt()).toBeUndefined()
    expect(await claim(store)).toBeUndefined()
  })

  it('tells listeners when jobs have come', async () => {
    const store = await open()
    let calls = 0
    store.onJobs(() => {
      calls++
    })
    await store.enqueue([jobOf({ key: 'k' })])
    await store.enqueue([jobOf({ key: 'k' })])
    expect(calls).toBe(1)
    await store.commitSignIn({ ...newcomer(), jobs: [jobOf()] })
    expect(calls).toBe(2)
  })
}
