import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ask } from '../../../e2e/support/database.ts'
import { newDatabase, open } from '../../../e2e/support/testDatabase.ts'
import { newFile } from '../../../e2e/support/testDataFile.ts'
import {
  accountOf,
  created,
  decide,
  jobOf,
  sessionOf,
  tombstoneOf,
  work,
  workOf,
} from '../../store/contract/fixtures.ts'
import { digestOf } from './digest.ts'
import { exportFile, readDatabase, restoreDatabase } from './move.ts'

/** A database with Ada and Grace, each with a session and a job, and what a backup of it says. */
async function backedUp() {
  const url = await newDatabase({ isMigrated: true })
  const storage = await open(url)
  const [ada, grace] = [accountOf({ username: 'ada' }), accountOf({ username: 'grace' })]
  for (const account of [ada, grace]) {
    const { id: userId, username } = account.user
    const begins = sessionOf(userId, { idHash: `session of ${username}` })
    await storage.store.create(account, { begins, jobs: [jobOf({ userId, runAt: Date.now() + 1e9 })] })
  }
  return { url, ...storage, ada: ada.user.id, grace: grace.user.id, backup: await readDatabase(url) }
}

it('restores a backup into a database, without those who were deleted and what ended since', async () => {
  const { url, store, ada, grace, backup } = await backedUp()
  const tombstone = tombstoneOf(ada)
  await decide(store, ada, { tombstone })
  await created(store, { username: 'later' })
  await decide(store, grace, { begins: sessionOf(grace, { idHash: 'newer' }) })
  await restoreDatabase(backup, url)
  const restored = await readDatabase(url)
  expect(restored.accounts.map(({ user }) => user.username)).toEqual(['grace'])
  expect(restored.sessions.map(({ idHash }) => idHash)).toEqual(['session of grace'])
  expect(restored.jobs.map(({ userId }) => userId)).toEqual([grace])
  expect(restored.tombstones).toEqual([tombstone])
  await decide(store, grace, { ends: ['session of grace'] })
  await restoreDatabase(backup, url)
  expect((await readDatabase(url)).sessions).toEqual([])
})

it('restores a backup into an empty database as a whole', async () => {
  const { backup } = await backedUp()
  const url = await newDatabase({ isMigrated: true })
  await restoreDatabase(backup, url)
  expect(digestOf(await readDatabase(url))).toEqual(digestOf(backup))
  expect(backup.accounts).toHaveLength(2)
})

it('neither restores nor exports while a server uses the database', async () => {
  const { url, backup, ...storage } = await backedUp()
  const worker = work(
    storage,
    workOf(async () => undefined),
  )
  const alive = () => ask(url, 'select 1 from processes')
  await expect.poll(async () => (await alive()).length, { timeout: 10_000 }).toBe(1)
  const file = await newFile()
  await expect(restoreDatabase(backup, url)).rejects.toThrow(/in use by a server: stop all servers first/)
  await expect(exportFile(file, url)).rejects.toThrow(/in use by a server/)
  await worker.stop()
  await exportFile(file, url)
  await restoreDatabase(backup, url)
})

it('deletes again with the statements of the documentation, after a pg_restore', async () => {
  const { url, store, ada, grace } = await backedUp()
  const tombstone = tombstoneOf(ada)
  const documentation = await readFile('.readme/POSTGRES.md', 'utf8')
  const [, sql = ''] = /```sql\n([\s\S]+?)```/.exec(documentation) ?? []
  // What psql's \copy reads is written here as an insert.
  const rows = `insert into deleted select * from json_populate_record(null::tombstones, '${JSON.stringify({
    user_id: tombstone.userId,
    deleted_at: tombstone.deletedAt,
    identities: tombstone.identities,
    username: tombstone.username,
  })}');`
  const statements = sql.replace(/^\\copy deleted from .*$/m, rows)
  expect(statements).toContain('insert into deleted')
  await ask(url, statements)
  expect(await store.find({ id: ada })).toBeUndefined()
  expect(await store.find({ id: grace })).toBeDefined()
  const { jobs, sessions, tombstones } = await readDatabase(url)
  expect([jobs.map(({ userId }) => userId), sessions.length, tombstones]).toEqual([[grace], 1, [tombstone]])
})
