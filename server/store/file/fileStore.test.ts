import { lstat, readFile, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { aroundCalls } from '../../../e2e/support/diskFaults.ts'
import { enqueue, newFile, newFolder, numbersIn, open, options } from '../../../e2e/support/testDataFile.ts'
import { created, decide, jobOf, openJobs, PATIENCE, sessionOf, work, workOf } from '../contract/fixtures.ts'
import { storeContract } from '../contract.ts'
import { StoreUnavailable } from '../store.ts'
import { openFileStore } from './fileStore.ts'

storeContract('the file store', async () => open(await newFile()))

describe('the file store', () => {
  it('has everything again after it was closed and opened', async () => {
    const file = await newFile()
    const { store, queue } = await openFileStore(options(file))
    const { userId, user, connections } = await created(store, { email: 'ada@example.org' })
    const session = sessionOf(userId)
    await decide(store, userId, { begins: session })
    await Promise.all(Array.from({ length: 50 }, (_, n) => enqueue({ queue }, n)))
    await store.use([{ key: 'one', max: 1, windowMs: 3_600_000 }])
    const jobs = await queue.list({ state: 'waiting', limit: 99 })
    await store.close()
    const again = await open(file)
    expect(await again.store.find({ email: 'ada@example.org' })).toEqual({ user, connections })
    expect(await again.store.findSession(session.idHash)).toMatchObject({ session })
    expect(await again.store.use([{ key: 'one', max: 1, windowMs: 3_600_000 }])).toBeGreaterThan(0)
    expect(jobs).toHaveLength(50)
    expect(await again.queue.list({ state: 'waiting', limit: 99 })).toEqual(jobs)
  })

  it('shares one append among all commits that wait', async () => {
    const storage = await open(await newFile())
    let syncs = 0
    await aroundCalls('datasync', (call) => {
      syncs++
      return call()
    })
    await Promise.all(Array.from({ length: 100 }, (_, n) => enqueue(storage, n)))
    expect(await openJobs(storage.queue)).toHaveLength(100)
    expect([1, 2]).toContain(syncs)
  })

  it('acknowledges a change made in reaction to another', async () => {
    const storage = await open(await newFile())
    await enqueue(storage, 0)
      .then(() => enqueue(storage, 1))
      .then(() => enqueue(storage, 2))
    expect(await openJobs(storage.queue)).toHaveLength(3)
  })

  it('goes where a symbolic link leads, and leaves the link', async () => {
    const file = await newFile()
    const storage = await openFileStore(options(file))
    const link = `${file}.link`
    await symlink(file, link)
    await expect(openFileStore(options(link))).rejects.toThrow('in use by process')
    await storage.store.close()
    await enqueue(await open(link), 1)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await numbersIn(file)).toEqual([1])
  })

  it('keeps files and folder from other people’s eyes', async () => {
    const file = join(await newFolder(), 'data', 'doorman.json')
    await open(file)
    for (const name of [file, `${file}.journal-1`]) expect((await stat(name)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
  })

  it('seals the payload of a dead letter', async () => {
    const file = await newFile()
    const storage = await open(file)
    work(
      storage,
      workOf(async () => {
        throw Object.assign(new Error('no'), { name: 'PermanentFailure' })
      }),
    )
    await storage.queue.add([jobOf({ task: 'nobody knows it', payload: { n: 'a secret' } })])
    await expect.poll(() => storage.queue.countDead(), PATIENCE).toBe(1)
    await storage.store.close()
    expect(await readFile(file, 'utf8')).not.toContain('a secret')
  })
})

describe('the worker of the file store', () => {
  it('stores the end of a job before another takes its place: a kill repeats five at most', async () => {
    const storage = await open(await newFile())
    await storage.queue.add(Array.from({ length: 20 }, (_, n) => jobOf({ payload: { n: String(n) } })))
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await aroundCalls('datasync', async (call) => {
      await held
      return call()
    })
    const begun: string[] = []
    work(
      storage,
      workOf(async (n) => void begun.push(n)),
    )
    await sleep(200)
    expect(begun).toHaveLength(5)
    release()
    await expect.poll(() => begun.length, PATIENCE).toBe(20)
    expect(new Set(begun).size).toBe(20)
  })

  it('runs no job before the commit that added it is durable', async () => {
    const storage = await open(await newFile())
    const begun: string[] = []
    work(
      storage,
      workOf(async (n) => void begun.push(n)),
    )
    let release = () => {}
    const held = new Promise<void>((_resolve, reject) => {
      release = () => reject(new Error('ENOSPC'))
    })
    const heal = await aroundCalls('datasync', () => held)
    const adding = storage.queue.add([jobOf({ payload: { n: 'refused' } })])
    const refused = expect(adding).rejects.toThrow(StoreUnavailable)
    await sleep(50)
    work(
      storage,
      workOf(async (n) => void begun.push(n)),
    )
    await sleep(50)
    release()
    await refused
    heal()
    await storage.queue.add([jobOf({ payload: { n: 'stored' } })])
    await expect.poll(() => begun, PATIENCE).toEqual(['stored'])
  })

  it('waits at its stop once, for seven seconds, even for a job that does not listen', async () => {
    const storage = await open(await newFile())
    await storage.queue.add([jobOf()])
    let hasBegun = false
    const worker = work(
      storage,
      workOf(() => {
        hasBegun = true
        return new Promise(() => {})
      }),
    )
    expect(hasBegun).toBe(true)
    const begun = performance.now()
    await Promise.all([worker.stop(), worker.stop()])
    await worker.stop()
    expect(performance.now() - begun).toBeLessThan(8_500)
    expect(await storage.queue.list({ state: 'waiting', limit: 9 })).toMatchObject([{ attempts: 1 }])
  })

  it('does not repeat a job whose end could not be stored at first', async () => {
    const storage = await open(await newFile())
    const begun: string[] = []
    await storage.queue.add([jobOf()])
    let failures = 0
    await aroundCalls('datasync', async (call) => {
      if (failures++ < 2) throw new Error('ENOSPC')
      return call()
    })
    work(
      storage,
      workOf(async (n) => void begun.push(n)),
    )
    await expect.poll(() => failures, PATIENCE).toBeGreaterThan(2)
    await expect.poll(() => openJobs(storage.queue), PATIENCE).toEqual([])
    expect(begun).toEqual(['1'])
  })
})

describe('a clock that is set', () => {
  const HOUR_MS = 3_600_000

  it.each([-HOUR_MS, HOUR_MS])('by %i ms lets jobs wait as long as they would have', async (byMs) => {
    const { queue, clockMoved } = await open(await newFile())
    const job = jobOf({ runAt: Date.now() + 10 * HOUR_MS })
    await queue.add([job])
    const [before] = await queue.findJobs([job.id])
    await clockMoved(byMs)
    expect(await queue.findJobs([job.id])).toEqual([
      { ...before, runAt: job.runAt + byMs, enqueuedAt: (before?.enqueuedAt ?? 0) + byMs },
    ])
  })

  it('back keeps the age of sessions; forward makes none younger', async () => {
    const { store, clockMoved } = await open(await newFile())
    const { userId } = await created(store)
    const session = sessionOf(userId)
    await decide(store, userId, { begins: session })
    await clockMoved(500)
    expect(await store.sessionsOf(userId)).toEqual([session])
    await clockMoved(-400)
    const moved = { createdAt: 600, since: 600, confirmedAt: 600, lastSeenAt: 600 }
    expect(await store.sessionsOf(userId)).toEqual([{ ...session, ...moved }])
  })

  it('makes no limit wait longer than its window', async () => {
    const { store, clockMoved } = await open(await newFile())
    const one = { key: 'one', max: 1, windowMs: HOUR_MS }
    await store.use([one])
    await clockMoved(10_000)
    expect(await store.use([one])).toBe(HOUR_MS)
    await clockMoved(-HOUR_MS - 10_000)
    expect(await store.use([one])).toBe(0)
  })

  it('back while the server was down is noticed at the start, after a kill too', async () => {
    const file = await newFile()
    const clock = { now: Date.now() }
    const withClock = { ...options(file), now: () => clock.now }
    const { store, queue } = await openFileStore(withClock)
    const job = jobOf({ runAt: clock.now + 2_000 })
    await queue.add([job])
    await store.close()
    clock.now -= 2 * HOUR_MS
    for (let starts = 0; starts < 2; starts++) {
      const again = await openFileStore(withClock)
      expect(await again.queue.findJobs([job.id])).toMatchObject([{ runAt: clock.now + 2_000 }])
      await again.store.close()
    }
  })
})
