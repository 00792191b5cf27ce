import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { aroundCalls, failing } from '../../../e2e/support/diskFaults.ts'
import { enqueue, killedCopy, newFile, numbersIn, open, options } from '../../../e2e/support/testDataFile.ts'
import { created, decide, sessionOf, tombstoneOf } from '../contract/fixtures.ts'
import { StoreUnavailable } from '../store.ts'
import { openFileStore } from './fileStore.ts'

const isRefused = { status: 'rejected', reason: expect.any(StoreUnavailable) }

describe('a disk in trouble', () => {
  it.each(['write', 'datasync'] as const)(
    'makes operations fail when %s does, and nothing refused is there after a crash',
    async (method) => {
      const file = await newFile()
      const storage = await open(file)
      await enqueue(storage, 0)
      const heal = await failing(method)
      const results = await Promise.allSettled([1, 2, 3].map((n) => enqueue(storage, n)))
      expect(results).toMatchObject([isRefused, isRefused, isRefused])
      await expect(storage.store.check()).rejects.toThrow(StoreUnavailable)
      expect(await numbersIn(await killedCopy(file))).toEqual([0])
      expect(await storage.queue.list({ state: 'waiting', limit: 9 })).toHaveLength(1)
      heal()
      await storage.store.check()
      await enqueue(storage, 2)
      expect(await numbersIn(file)).toEqual([0, 2])
    },
  )

  it('that takes only a part of a line leaves nothing of it', async () => {
    const file = await newFile()
    const storage = await open(file)
    await enqueue(storage, 0)
    const whole = await readFile(`${file}.journal-1`)
    let calls = 0
    const heal = await aroundCalls('write', async (call, bytes, offset, _length, position) => {
      calls++
      if (calls > 1) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return call(bytes, offset, 7, position)
    })
    await expect(enqueue(storage, 1)).rejects.toThrow(StoreUnavailable)
    expect(calls).toBe(2)
    expect(await readFile(`${file}.journal-1`)).toEqual(whole)
    heal()
    await enqueue(storage, 1)
    expect(await numbersIn(file)).toEqual([0, 1])
  })

  it('that takes a few bytes at a time gets every line whole', async () => {
    const file = await newFile()
    const storage = await open(file)
    let calls = 0
    await aroundCalls('write', (call, bytes, offset, length, position) => {
      calls++
      return call(bytes, offset, Math.min(Number(length), 7), position)
    })
    await Promise.all([0, 1, 2].map((n) => enqueue(storage, n)))
    expect(calls).toBeGreaterThan(30)
    expect(await numbersIn(file)).toEqual([0, 1, 2])
  })

  it('that cannot even cut off what it refused is not written until it can', async () => {
    const file = await newFile()
    const storage = await open(file)
    await enqueue(storage, 0)
    const healSync = await failing('datasync')
    const healTruncate = await failing('truncate')
    await expect(enqueue(storage, 1)).rejects.toThrow(StoreUnavailable)
    healSync()
    await expect(enqueue(storage, 2)).rejects.toThrow(StoreUnavailable)
    healTruncate()
    await enqueue(storage, 3)
    expect(await numbersIn(file)).toEqual([0, 3])
  })

  it('leaves nothing refused in the file, however appends and changes interleave', async () => {
    const file = await newFile()
    const storage = await open(file)
    let calls = 0
    const heal = await aroundCalls('datasync', async (call) => {
      if (calls++ % 3 === 1) throw new Error('ENOSPC')
      return call()
    })
    const changes: Promise<boolean>[] = []
    for (let n = 0; n < 300; n++) {
      changes.push(
        enqueue(storage, n).then(
          () => true,
          () => false,
        ),
      )
      await sleep(1)
    }
    const results = await Promise.all(changes)
    const stored = results.flatMap((isStored, n) => (isStored ? [n] : []))
    expect(stored.length).toBeGreaterThan(20)
    expect(stored.length).toBeLessThan(280)
    heal()
    await storage.store.check()
    expect(await numbersIn(file)).toEqual(stored)
  })

  it('leaves a row that two refused changes touched as it was before the first', async () => {
    const file = await newFile()
    const { store } = await open(file)
    const { userId } = await created(store)
    const session = sessionOf(userId)
    await decide(store, userId, { begins: session })
    const heal = await failing('datasync')
    const touches = [2_000, 3_000].map((time) => store.touchSession(session.idHash, time))
    expect(await Promise.allSettled(touches)).toMatchObject([isRefused, isRefused])
    heal()
    expect(await store.sessionsOf(userId)).toEqual([session])
  })

  it('makes even "nothing to do" fail when it rests on what is refused', async () => {
    const { store } = await open(await newFile())
    const { userId } = await created(store)
    const heal = await failing('datasync')
    const deletions = [1, 2].map(() => decide(store, userId, { tombstone: tombstoneOf(userId) }))
    expect(await Promise.allSettled(deletions)).toMatchObject([isRefused, isRefused])
    heal()
    expect(await store.find({ id: userId })).toBeDefined()
  })

  it('is over by itself, without anybody asking', async () => {
    const file = await newFile()
    const storage = await open(file)
    const heal = await failing('datasync')
    await expect(enqueue(storage, 1)).rejects.toThrow(StoreUnavailable)
    heal()
    const { length } = await readFile(`${file}.journal-1`)
    await expect
      .poll(async () => (await readFile(`${file}.journal-1`)).length, { timeout: 5_000 })
      .toBeGreaterThan(length)
  })

  it('is noticed by the check even before anything was refused', async () => {
    const file = await newFile()
    const { store } = await open(file)
    await mkdir(`${file}.probe`)
    await expect(store.check()).rejects.toThrow(StoreUnavailable)
    await rm(`${file}.probe`, { recursive: true })
    await store.check()
    expect(await readdir(dirname(file))).not.toContain('doorman.json.probe')
  })

  it('is noticed when the folder is gone, and forgotten when it is back', async () => {
    const file = await newFile()
    const storage = await open(file)
    const folder = dirname(file)
    await rename(folder, `${folder}-away`)
    await expect(enqueue(storage, 1)).rejects.toThrow(StoreUnavailable)
    await rename(`${folder}-away`, folder)
    await enqueue(storage, 1)
    expect(await numbersIn(file)).toEqual([1])
  })

  it('keeps nothing refused when the store is closed meanwhile', async () => {
    const file = await newFile()
    const storage = await openFileStore(options(file))
    await enqueue(storage, 0)
    const heal = await failing('datasync')
    await expect(enqueue(storage, 1)).rejects.toThrow(StoreUnavailable)
    heal()
    await storage.store.close()
    expect(await numbersIn(file)).toEqual([0])
  })
})

describe('another process', () => {
  it('that has taken the lock is not written over', async () => {
    const file = await newFile()
    const storage = await open(file)
    await enqueue(storage, 1)
    const lock = await readFile(`${file}.lock`, 'utf8')
    await writeFile(`${file}.lock`, JSON.stringify({ pid: 1, startedAt: null, id: 'another' }))
    await expect(enqueue(storage, 2)).rejects.toThrow(StoreUnavailable)
    expect(await numbersIn(file)).toEqual([1])
    await writeFile(`${file}.lock`, lock)
  })

  it('that has written to the journal or removed it is noticed', async () => {
    const file = await newFile()
    const storage = await open(file)
    await enqueue(storage, 1)
    const whole = await readFile(`${file}.journal-1`, 'utf8')
    await writeFile(`${file}.journal-1`, `${whole}x`)
    await expect(enqueue(storage, 2)).rejects.toThrow(StoreUnavailable)
    await writeFile(`${file}.journal-1`, whole)
    await enqueue(storage, 2)
    await rm(`${file}.journal-1`)
    await expect(enqueue(storage, 3)).rejects.toThrow(StoreUnavailable)
  })
})
