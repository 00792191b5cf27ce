import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobsIn } from '../../../e2e/testSite.ts'
import { signedUp, since } from '../contract/plans.ts'
import { StoreUnavailable } from '../store.ts'
import { enqueue, newFile, open } from './testStore.ts'

describe('a disk in trouble', () => {
  /** A folder in the way of the temporary file makes every write fail, for root too. */
  async function withObstacle(file: string, during: () => Promise<void>): Promise<void> {
    await mkdir(`${file}.tmp`)
    await writeFile(join(`${file}.tmp`, 'x'), '')
    await mkdir(`${file}.probe`)
    await during()
    await rm(`${file}.tmp`, { recursive: true })
    await rm(`${file}.probe`, { recursive: true })
  }

  it('makes every operation that waits fail, and nothing refused appears later', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 0)
    await withObstacle(file, async () => {
      const results = await Promise.allSettled([1, 2, 3].map((n) => enqueue(store, n)))
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
      }
      await expect(store.check()).rejects.toThrow(StoreUnavailable)
      expect(jobsIn(await readFile(file, 'utf8'))).toHaveLength(1)
    })
    await store.check()
    await enqueue(store, 2)
    const keys = jobsIn(await readFile(file, 'utf8')).map(({ key }) => key)
    expect(keys).toEqual(['ping:0', 'ping:2'])
  })

  it('leaves nothing refused in the file, however writes and changes interleave', async () => {
    const file = await newFile()
    const store = await open(file)
    const changes: Promise<boolean>[] = []
    for (let n = 0; n < 300; n++) {
      if (n === 150) await mkdir(join(`${file}.tmp`, 'x'), { recursive: true }).catch(() => n--)
      const isStored = enqueue(store, n).then(
        () => true,
        () => false,
      )
      changes.push(isStored)
      await new Promise(setImmediate)
    }
    const results = await Promise.all(changes)
    const refused = results.flatMap((isStored, n) => (isStored ? [] : [`ping:${n}`]))
    const stored = jobsIn(await readFile(file, 'utf8')).map(({ key }) => key)
    expect(refused.length).toBeGreaterThan(0)
    expect(stored.filter((key) => refused.includes(key ?? ''))).toEqual([])
    expect(stored).toHaveLength(results.length - refused.length)
    await rm(`${file}.tmp`, { recursive: true })
  })

  it('leaves a record that two refused changes touched as it was before the first', async () => {
    const file = await newFile()
    const store = await open(file)
    const { session } = await signedUp(store)
    await withObstacle(file, async () => {
      const touches = [2_000, 3_000].map((time) => store.touchSession(session.idHash, time))
      for (const { status } of await Promise.allSettled(touches)) expect(status).toBe('rejected')
    })
    expect(await store.findSession(session.idHash, since(0))).toMatchObject({
      session: { lastSeenAt: 1_000 },
    })
  })

  it('is over by itself, without anybody asking', async () => {
    const file = await newFile()
    const store = await open(file)
    await withObstacle(file, () => expect(enqueue(store, 1)).rejects.toThrow(StoreUnavailable))
    const { mtimeMs } = await stat(file)
    await expect.poll(async () => (await stat(file)).mtimeMs, { timeout: 5_000 }).toBeGreaterThan(mtimeMs)
  })

  it('makes even "nothing to do" fail when it rests on what is refused', async () => {
    const file = await newFile()
    const store = await open(file)
    const { session } = await signedUp(store)
    await withObstacle(file, async () => {
      const deletions = [1, 2].map(() => store.deleteAccount(session.userId, [], []))
      for (const { status } of await Promise.allSettled(deletions)) expect(status).toBe('rejected')
    })
    expect(await store.findUser(session.userId)).toBeDefined()
  })

  it('is noticed by the check even before anything was refused', async () => {
    const file = await newFile()
    const store = await open(file)
    await withObstacle(file, () => expect(store.check()).rejects.toThrow(StoreUnavailable))
    await store.check()
  })

  it('is noticed when the folder is gone, and forgotten when it is back', async () => {
    const file = await newFile()
    const store = await open(file)
    const folder = dirname(file)
    await rename(folder, `${folder}-away`)
    await expect(enqueue(store, 1)).rejects.toThrow(StoreUnavailable)
    await rename(`${folder}-away`, folder)
    await enqueue(store, 1)
  })
})
