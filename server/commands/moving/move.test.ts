import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ask } from '../../../e2e/support/database.ts'
import { newDatabase, open } from '../../../e2e/support/testDatabase.ts'
import { newFile, open as openFile } from '../../../e2e/support/testDataFile.ts'
import { PermanentFailure } from '../../jobs/task.ts'
import {
  accountOf,
  connectionOf,
  consentOf,
  created,
  decide,
  eventOf,
  jobOf,
  PATIENCE,
  sessionOf,
  tombstoneOf,
  work,
  workOf,
} from '../../store/contract/fixtures.ts'
import { readDataFile } from '../../store/file/readDataFile.ts'
import { exportFile, importFile, readDatabase } from './move.ts'

/** A data file of a server that has ended, with some of everything in it, hostile text included. */
async function filledFile() {
  const file = await newFile()
  const storage = await openFile(file)
  const { store, queue } = storage
  const account = accountOf(
    {
      email: 'Ada@Example.org',
      name: '수학자 \ud83d 🚀 \0',
      tweetConsents: [consentOf()],
      lock: { at: 'x', reason: 'y' },
    },
    { extraData: { z: '1', a: '\u202e' }, uid: 'e\u0301' },
  )
  const { id: userId } = account.user
  const session = sessionOf(userId)
  await store.create(account, { begins: session, events: [eventOf({ userId }), eventOf()] })
  const more = { ...account, connections: [...account.connections, connectionOf({ provider: 'twitter' })] }
  await decide(store, userId, { account: more, begins: sessionOf(userId, { identity: null }) })
  const gone = await created(store)
  await decide(store, gone.userId, {
    tombstone: tombstoneOf(gone.userId),
    events: [eventOf({ userId: gone.userId })],
  })
  const failing = workOf(async (n) => {
    throw n === 'dies' ? new PermanentFailure('no') : new Error('not yet')
  })
  const worker = work(storage, failing)
  const dead = jobOf({ userId, payload: { n: 'dies' } })
  const jobs = [
    dead,
    jobOf({ userId, payload: { n: 'fails' } }),
    jobOf({ runAt: Date.now() + 1e9, payload: { n: '\ud83d' } }),
  ]
  await queue.add(jobs)
  await expect.poll(() => queue.countDead(), PATIENCE).toBe(1)
  await expect
    .poll(async () => (await queue.findJobs([jobs[1]?.id ?? '']))[0]?.reason, PATIENCE)
    .toBe('not yet')
  await worker.stop()
  await store.use([{ key: 'a', max: 3, windowMs: 3_600_000 }], 'id')
  await store.use([{ key: 'a', max: 3, windowMs: 3_600_000 }])
  await store.count([{ day: '2026-11-01', key: 'account:new', n: 7 }])
  await store.close()
  return { file, session, userId, dead }
}

it('moves a data file into a database and back, and nothing of it is lost', async () => {
  const { file, session, userId, dead } = await filledFile()
  const url = await newDatabase()
  const digest = await importFile(file, url)
  expect(Object.entries(digest).map(([table, { rows }]) => [table, rows])).toEqual([
    ['accounts', 1],
    ['sessions', 2],
    ['jobs', 2],
    ['deadLetters', 1],
    ['uses', 2],
    ['events', 3],
    ['tombstones', 1],
    ['counters', 1],
  ])
  const { store, queue } = await open(url)
  expect(await store.findSession(session.idHash)).toMatchObject({
    account: { user: { id: userId } },
    session,
  })
  expect((await queue.jobsOf(userId)).map(({ state, reason }) => [state, reason]).sort()).toEqual([
    ['dead', 'no'],
    ['waiting', 'not yet'],
  ])
  expect(await store.use([{ key: 'a', max: 2, windowMs: 3_600_000 }])).toBeGreaterThan(0)

  const back = await newFile()
  expect(await exportFile(back, url)).toEqual(digest)
  const { jobs } = await readDataFile(back)
  expect(jobs.map(({ payload, attempts }) => [payload.n, attempts]).sort()).toEqual([
    ['fails', 1],
    ['\ufffd', 0],
  ])
  const again = await openFile(back)
  expect(await again.store.findSession(session.idHash)).toMatchObject({ account: { connections: [{}, {}] } })
  expect(await again.queue.findJobs([dead.id])).toMatchObject([{ state: 'dead' }])
})

it('reads a database while a server uses it', async () => {
  const url = await newDatabase()
  const { store } = await open(url)
  const { userId } = await created(store)
  expect((await readDatabase(url)).accounts).toMatchObject([{ user: { id: userId } }])
})

it('refuses a database that is not empty, a file in use, one that is damaged, and one that is there', async () => {
  const { file } = await filledFile()
  const url = await newDatabase()
  await importFile(file, url)
  await expect(importFile(file, url)).rejects.toThrow(/The database is not empty: there are accounts/)
  await expect(exportFile(file, url)).rejects.toThrow(/is there already/)
  await expect(importFile(`${file}.missing`, url)).rejects.toThrow(/is not there/)

  const empty = await newDatabase()
  const damaged = await newFile()
  await copyFile(file, damaged)
  const text = await readFile(file, 'utf8')
  await writeFile(damaged, text.replace('Example.org', 'example.org'))
  await expect(importFile(damaged, empty)).rejects.toThrow(/checksum/)
  await openFile(file)
  await expect(importFile(file, empty)).rejects.toThrow(/in use by process/)
  expect(await ask(empty, `select to_regclass('users') as users`)).toEqual([{ users: null }])
})

it('leaves nothing behind when it fails half-way', async () => {
  const { file } = await filledFile()
  const url = await newDatabase()
  await open(url)
  await ask(
    url,
    `create function no() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
  )
  await ask(url, 'create trigger fails before insert on tombstones execute function no()')
  await expect(importFile(file, url)).rejects.toThrow('no room')
  expect(await ask(url, 'select count(*)::int as n from users')).toEqual([{ n: 0 }])
})
