import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Tombstone } from '../account.ts'
import {
  accountOf,
  created,
  decide,
  eventOf,
  jobOf,
  openJobs,
  sessionOf,
  tombstoneOf,
} from '../contract/fixtures.ts'
import { backUpDataFile, readBackup, restoreDataFile } from './backup.ts'
import { deletedListPath, readDeletedList } from './deletedList.ts'
import { type FileStorage, openFileStore } from './fileStore.ts'
import { readDataFile } from './readDataFile.ts'
import { StoreRefused } from './storeRefused.ts'
import { killedCopy, newFile, newFolder, open, options, textOfAll } from './testStore.ts'

/** A store with Ada and Grace, each with a session, a job and an event. */
async function filled() {
  const file = await newFile()
  const storage = await openFileStore(options(file))
  const people = [accountOf({ username: 'ada' }), accountOf({ username: 'grace' })] as const
  for (const account of people) {
    const userId = account.user.id
    const begins = sessionOf(userId, { idHash: `session of ${account.user.username}` })
    await storage.store.create(account, {
      begins,
      jobs: [jobOf({ userId, id: `job of ${account.user.username}` })],
      events: [eventOf({ userId })],
    })
  }
  const [ada, grace] = people.map(({ user }) => user.id) as [string, string]
  return { file, ...storage, ada, grace, backup: join(await newFolder(), 'backup') }
}

const bury = ({ store }: Pick<FileStorage, 'store'>, userId: string, tombstone = tombstoneOf(userId)) =>
  decide(store, userId, { tombstone })

const namesIn = async (file: string) =>
  (await readDataFile(file)).accounts.map(({ user }) => user.username).sort()

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StoreRefused)
  return (error as Error).message
}

describe('a backup', () => {
  it('is made while a server writes, and is whole', async () => {
    const { file, store, backup, grace } = await filled()
    let isOver = false
    const writing = (async () => {
      while (!isOver) await store.touchSession('session of grace', Date.now())
    })()
    const document = await backUpDataFile(file, backup)
    isOver = true
    await writing
    expect(document.accounts.map(({ user }) => user.username)).toEqual(['ada', 'grace'])
    await store.close()
    expect(await readBackup(backup)).toEqual(document)
    expect(document.sessions.find(({ userId }) => userId === grace)).toBeDefined()
    expect(await readdir(backup)).toEqual(['doorman.json'])
  })

  it('does not go into the folder of the data file, nor is there one of nothing', async () => {
    const { file, store } = await filled()
    expect(await refusalOf(backUpDataFile(file, join(file, '..')))).toMatch(/the folder of the data file/)
    await store.close()
    expect(await namesIn(file)).toEqual(['ada', 'grace'])
    expect(await refusalOf(backUpDataFile(await newFile(), await newFolder()))).toMatch(/nothing to back up/)
  })
})

describe('restoring', () => {
  it('is refused while a server uses the file', async () => {
    const { file, store, backup } = await filled()
    const document = await backUpDataFile(file, backup)
    expect(await refusalOf(restoreDataFile(file, document))).toMatch(/in use by process \d+/)
    await store.close()
    await restoreDataFile(file, document)
  })

  it('puts the backup in place for good, and keeps what was there as the older generation', async () => {
    const { file, store, backup } = await filled()
    const document = await backUpDataFile(file, backup)
    await created(store, { username: 'later' })
    // As after a kill: the newest commits are in the journal only.
    const killed = await killedCopy(file)
    await store.close()
    expect(await namesIn(killed)).toEqual(['ada', 'grace', 'later'])
    await restoreDataFile(killed, document)
    expect(await namesIn(killed)).toEqual(['ada', 'grace'])
    const storage = await open(killed)
    await created(storage.store, { username: 'next' })
    await storage.store.close()
    expect(await namesIn(killed)).toEqual(['ada', 'grace', 'next'])
  })

  it('leaves what was there in the older generation', async () => {
    const { file, store, backup } = await filled()
    const document = await backUpDataFile(file, backup)
    await created(store, { username: 'later' })
    await store.close()
    await restoreDataFile(file, document)
    const aside = join(await newFolder(), 'doorman.json')
    await copyFile(`${file}.1`, aside)
    expect(await namesIn(aside)).toEqual(['ada', 'grace', 'later'])
  })

  it('deletes again everybody who was deleted since', async () => {
    const { file, ada, backup, ...storage } = await filled()
    const document = await backUpDataFile(file, backup)
    const tombstone = tombstoneOf(ada)
    await bury(storage, ada, tombstone)
    await storage.store.close()
    await restoreDataFile(file, document)
    const restored = await readDataFile(file)
    expect(restored.accounts.map(({ user }) => user.username)).toEqual(['grace'])
    expect(restored.sessions.map(({ idHash }) => idHash)).toEqual(['session of grace'])
    expect(restored.jobs.map(({ id }) => id)).toEqual(['job of grace'])
    expect(restored.events.find(({ userId }) => userId === ada)?.from).toBe('')
    expect(restored.tombstones).toEqual([tombstone])
  })

  it('knows the deleted though nothing is left of the data file', async () => {
    const { file, ada, backup, ...storage } = await filled()
    const document = await backUpDataFile(file, backup)
    await bury(storage, ada)
    await storage.store.close()
    for (const name of await readdir(join(file, '..')))
      if (!name.endsWith('.deleted')) await rm(join(file, '..', name))
    await restoreDataFile(file, document)
    expect(await namesIn(file)).toEqual(['grace'])
    // Nothing says that the session of Grace has ended.
    expect((await readDataFile(file)).sessions).toHaveLength(1)
  })

  it('does not bring sessions back that have ended since', async () => {
    const { file, grace, backup, store } = await filled()
    const document = await backUpDataFile(file, backup)
    await decide(store, grace, { ends: ['session of grace'] })
    await store.close()
    await restoreDataFile(file, document)
    expect((await readDataFile(file)).sessions.map(({ idHash }) => idHash)).toEqual(['session of ada'])
  })

  it('touches nothing that is damaged, and says what to do', async () => {
    const { file, backup, store } = await filled()
    const document = await backUpDataFile(file, backup)
    await store.close()
    const torn = (await readFile(file, 'utf8')).replace('grace', 'Grace')
    await writeFile(file, torn)
    expect(await refusalOf(restoreDataFile(file, document))).toMatch(
      /is damaged.*Move these files out of the folder.*leave .*doorman.json.deleted/,
    )
    expect(await readFile(file, 'utf8')).toBe(torn)
  })
})

describe('the list of deleted accounts', () => {
  it('outlives a copy that is put in place by hand: the server deletes again', async () => {
    const { file, ada, ...storage } = await filled()
    const copy = join(await newFolder(), 'copy')
    await backUpDataFile(file, copy)
    await bury(storage, ada)
    await storage.store.close()
    for (const name of await readdir(join(file, '..')))
      if (!name.endsWith('.deleted')) await rm(join(file, '..', name))
    await copyFile(join(copy, 'doorman.json'), file)
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
    // A folder in its place: it cannot be replaced by a file.
    await mkdir(join(deletedListPath(file), 'in'), { recursive: true })
    await bury(storage, ada)
    expect(await storage.store.find({ id: ada })).toBeUndefined()
    await storage.store.close()
    await rm(deletedListPath(file), { recursive: true })
    await open(file)
    expect((await readDeletedList(file)).map(({ userId }) => userId)).toEqual([ada])
  })
})
