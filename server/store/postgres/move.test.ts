import { readFile, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ask } from '../../../e2e/database.ts'
import { newDatabase, open } from '../../../e2e/testDatabase.ts'
import {
  consentOf,
  eventOf,
  jobOf,
  LATER,
  LONG_AGO,
  linkOf,
  newcomer,
  returning,
  userIdOf,
} from '../contract/plans.ts'
import { newFile, open as openFile } from '../file/testStore.ts'
import type { Store } from '../store.ts'
import { exportFile, importFile } from './move.ts'

/** A little of everything, hostile text included. */
async function fill(store: Store) {
  const plan = newcomer(
    { email: 'Ada@Example.org', emailVerified: true, name: '수학자 \ud83d 🚀', tweetConsents: [consentOf()] },
    { extraData: { z: '1', a: '\u202e' }, uid: 'e\u0301' },
  )
  const userId = userIdOf(plan)
  const jobs = [jobOf({ key: 'welcome', userId }), jobOf({ runAt: 5_000 }), jobOf({ runAt: LATER * 2 })]
  await store.commitSignIn({ ...plan, jobs, events: [eventOf({ userId }), eventOf()] })
  await store.commitSignIn({
    ...returning(plan),
    link: linkOf(userId, { provider: 'twitter' }),
    newAssociation: true,
  })
  const gone = newcomer()
  await store.commitSignIn(gone)
  await store.deleteAccount(userIdOf(gone), [jobOf()], [eventOf({ userId: userIdOf(gone) })])
  const claimed = await store.claimJob({ owner: 'me', now: LATER, leaseUntil: LATER + 1 })
  await store.endJob({ jobId: claimed?.id ?? '', owner: 'me' }, { state: 'parked', reason: 'why' })
  await store.claimJob({ owner: 'me', now: LATER, leaseUntil: LATER + 1 })
  await store.use([{ key: 'a', max: 3, windowMs: 3_600_000 }], 'id')
  await store.use([{ key: 'a', max: 3, windowMs: 3_600_000 }])
  return plan
}

/** A data file of a server that has ended. */
async function filledFile() {
  const file = await newFile()
  const store = await openFile(file)
  const plan = await fill(store)
  await store.close()
  return { file, plan }
}

it('moves a data file into a database and back, and nothing of it is lost', async () => {
  const { file, plan } = await filledFile()
  const url = await newDatabase()
  const digest = await importFile(file, url)
  expect(digest.users.rows).toBe(2)
  const { store } = await open(url)
  expect(await store.findSession(plan.session.idHash, LONG_AGO)).toMatchObject({
    user: { id: userIdOf(plan) },
  })
  const [known] = await ask(url, 'select count(*)::int as n from graphile_worker.jobs')
  expect(known?.n, 'jobs that wait or were interrupted').toBe(3)

  const back = await newFile()
  expect(await exportFile(back, url)).toEqual(digest)
  const again = await openFile(back)
  expect(await again.findSession(plan.session.idHash, LONG_AGO)).toMatchObject({ links: [{}, {}] })
  expect(await again.use([{ key: 'a', max: 3, windowMs: 3_600_000 }], 'id')).toBe(0)
})

it('refuses a database that is not empty, a file in use, one that is damaged, and one that is there', async () => {
  const { file } = await filledFile()
  const url = await newDatabase()
  await importFile(file, url)
  await expect(importFile(file, url)).rejects.toThrow(/The database is not empty: there are users/)
  await expect(exportFile(file, url)).rejects.toThrow(/is there already/)

  const empty = await newDatabase()
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('Example.org', 'example.org'))
  await expect(importFile(file, empty)).rejects.toThrow(/checksum/)
  await writeFile(file, text)
  await openFile(file)
  await expect(importFile(file, empty)).rejects.toThrow(/in use by process/)
  expect(await ask(empty, `select to_regclass('users') as users`)).toEqual([{ users: null }])
})

it('leaves nothing behind when it fails half-way', async () => {
  const { file } = await filledFile()
  const document = JSON.parse((await readFile(file, 'utf8')).replace(/"checksum":"\w+",/, ''))
  document.links.push({ ...document.links[0] })
  await writeFile(file, JSON.stringify(document))
  const url = await newDatabase()
  await expect(importFile(file, url)).rejects.toThrow(/duplicate key/)
  expect(await ask(url, 'select count(*)::int as n from users')).toEqual([{ n: 0 }])
})
