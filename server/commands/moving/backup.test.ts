import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filled, killedCopy, newFile, newFolder, open } from '../../../e2e/support/testDataFile.ts'
import { created, decide, tombstoneOf } from '../../store/contract/fixtures.ts'
import type { FileStorage } from '../../store/file/fileStore.ts'
import { readDataFile } from '../../store/file/readDataFile.ts'
import { StoreRefused } from '../../store/storeRefused.ts'
import { backUpDataFile, readBackup, restoreDataFile } from './backup.ts'

/** A filled store, and a folder for its backup. */
const readyToBackUp = async () => ({ ...(await filled()), backup: join(await newFolder(), 'backup') })

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
    const { file, store, backup, grace } = await readyToBackUp()
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
    const { file, store } = await readyToBackUp()
    expect(await refusalOf(backUpDataFile(file, join(file, '..')))).toMatch(/the folder of the data file/)
    await store.close()
    expect(await namesIn(file)).toEqual(['ada', 'grace'])
    expect(await refusalOf(backUpDataFile(await newFile(), await newFolder()))).toMatch(/nothing to back up/)
  })
})

describe('restoring', () => {
  it('is refused while a server uses the file', async () => {
    const { file, store, backup } = await readyToBackUp()
    const document = await backUpDataFile(file, backup)
    expect(await refusalOf(restoreDataFile(file, document))).toMatch(/in use by process \d+/)
    await store.close()
    await restoreDataFile(file, document)
  })

  it('puts the backup in place for good, and keeps what was there as the older generation', async () => {
    const { file, store, backup } = await readyToBackUp()
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
    const { file, store, backup } = await readyToBackUp()
    const document = await backUpDataFile(file, backup)
    await created(store, { username: 'later' })
    await store.close()
    await restoreDataFile(file, document)
    const aside = join(await newFolder(), 'doorman.json')
    await copyFile(`${file}.1`, aside)
    expect(await namesIn(aside)).toEqual(['ada', 'grace', 'later'])
  })

  it('deletes again everybody who was deleted since', async () => {
    const { file, ada, backup, ...storage } = await readyToBackUp()
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
    const { file, ada, backup, ...storage } = await readyToBackUp()
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
    const { file, grace, backup, store } = await readyToBackUp()
    const document = await backUpDataFile(file, backup)
    await decide(store, grace, { ends: ['session of grace'] })
    await store.close()
    await restoreDataFile(file, document)
    expect((await readDataFile(file)).sessions.map(({ idHash }) => idHash)).toEqual(['session of ada'])
  })

  it('touches nothing that is damaged, and says what to do', async () => {
    const { file, backup, store } = await readyToBackUp()
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
