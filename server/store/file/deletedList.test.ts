import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filled, killedCopy, open, textOfAll } from '../../../e2e/support/testDataFile.ts'
import type { Tombstone } from '../account.ts'
import { decide, openJobs, tombstoneOf } from '../contract/fixtures.ts'
import { deletedListPath, readDeletedList } from './deletedList.ts'
import type { FileStorage } from './fileStore.ts'
import { readDataFile, writeDataFile } from './readDataFile.ts'

const bury = ({ store }: Pick<FileStorage, 'store'>, userId: string, tombstone = tombstoneOf(userId)) =>
  decide(store, userId, { tombstone })

describe('the list of deleted accounts', () => {
  it('outlives a copy that is put in place by hand: the server deletes again', async () => {
    const { file, ada, ...storage } = await filled()
    const copy = await killedCopy(file)
    await bury(storage, ada)
    await storage.store.close()
    for (const name of await readdir(join(file, '..')))
      if (!name.endsWith('.deleted')) await rm(join(file, '..', name))
    await writeDataFile(file, await readDataFile(copy))
    const { store, queue } = await open(file)
    expect(await store.find({ id: ada })).toBeUndefined()
    expect(await store.find({ username: 'grace' })).toBeDefined()
    expect(await openJobs(queue)).toEqual(['job of grace'])
    await store.close()
    expect(await textOfAll(file)).not.toContain('session of ada')
  })

  it('has the deletions that are durable, one a line, and nothing personal', async () => {
    const { file, ada, grace, ...storage } = await filled()
    expect(await readDeletedList(file)).toEqual([])
    const tombstones: Tombstone[] = []
    for (const id of [ada, grace]) {
      tombstones.push(tombstoneOf(id))
      await bury(storage, id, tombstones.at(-1))
      expect(await readDeletedList(file)).toEqual(tombstones)
    }
    const text = await readFile(deletedListPath(file), 'utf8')
    expect(text.split('\n')).toHaveLength(3)
    expect(text).not.toMatch(/"(ada|grace)|@example/)
    await storage.store.close()
  })

  it('gets at the start what it lacks, as after a power cut', async () => {
    const { file, ada, ...storage } = await filled()
    await bury(storage, ada)
    await storage.store.close()
    const whole = await readFile(deletedListPath(file), 'utf8')
    await writeFile(deletedListPath(file), whole.slice(0, 20))
    const { store } = await open(file)
    expect(await readFile(deletedListPath(file), 'utf8')).toBe(whole)
    await store.close()
    await rm(deletedListPath(file))
    await open(file)
    expect(await readFile(deletedListPath(file), 'utf8')).toBe(whole)
  })

  it('forgets what the store forgets', async () => {
    const { file, ada, grace, ...storage } = await filled()
    await bury(storage, ada, tombstoneOf(ada, { deletedAt: '2020-01-01T00:00:00.000Z' }))
    await bury(storage, grace)
    await storage.store.sweep({ seenSince: 0, createdSince: 0, keptSince: Date.parse('2021-01-01') })
    expect((await readDeletedList(file)).map(({ userId }) => userId)).toEqual([grace])
    await storage.store.close()
  })

  it('stops no deletion when it cannot be written', async () => {
    const { file, ada, ...storage } = await filled()
    // A folder in its place cannot be replaced by a file.
    await mkdir(join(deletedListPath(file), 'in'), { recursive: true })
    await bury(storage, ada)
    expect(await storage.store.find({ id: ada })).toBeUndefined()
    await storage.store.close()
    await rm(deletedListPath(file), { recursive: true })
    await open(file)
    expect((await readDeletedList(file)).map(({ userId }) => userId)).toEqual([ada])
  })
})
