import { runMigrations } from 'graphile-worker'
import { expect, it } from 'vitest'
import { ask } from '../../../e2e/support/database.ts'
import { newDatabase, open } from '../../../e2e/support/testDatabase.ts'
import { jobIdOf } from '../../jobs/job.ts'
import { apply } from './migrate.ts'
import { migrations } from './migrations.ts'
import { createPool } from './pool.ts'

const log = { warn: () => undefined }
const DAY = '2026-01-01T00:00:00Z'

/** A database of the version before this migration. */
async function oldDatabase(rows: string): Promise<string> {
  const url = await newDatabase()
  const pool = createPool({ url, max: 2, log })
  await runMigrations({ pgPool: pool })
  const before = Object.keys(migrations).filter((name) => name < '0005')
  expect(before).toHaveLength(4)
  const client = await pool.connect()
  await apply(before, client)
  client.release()
  await pool.end()
  await ask(url, rows)
  return url
}

const user = (id: string, { address = null as string | null, isVerified = true, consents = '[]' } = {}) => `
  insert into users (id, username, username_key, name, email, email_key, email_verified, is_active, created_at,
      language, welcomed_at, tweet_offer_uid, tweet_consents)
    values ('${id}', 'Name-${id}', 'name-${id}', 'N', ${quoted(address)}, ${quoted(address)}, ${isVerified}, true,
      '${DAY}', 'de', '${DAY}', null, '${consents}');
  insert into links (provider, uid, user_id, username, credentials, extra_data, connected_at)
    values ('github', 'gh-${id}', '${id}', 'ada', 'sealed', '{"a":"b"}', '${DAY}');
  insert into sessions values ('hash-${id}', 'name-${id}', '${id}', 'Firefox', 'Linux', 5000, 6000);`

const job = (
  id: string,
  state: string,
  { task = 'work', key = null as string | null, userId = null as string | null, attempts = 1 } = {},
) => `
  insert into jobs (id, task, payload, key, user_id, run_at, state, enqueued_at, attempts, reason)
    values ('${id}', '${task}', '{"n":"${id}"}', ${quoted(key)}, ${quoted(userId)}, 7000, '${state}', 6000, ${attempts}, 'why');`

/** The version before gave graphile-worker only the id. */
const HANDED = `select graphile_worker.add_job(task, json_build_object('id', id), job_key => id, flags => array[task])
  from jobs where state in ('waiting', 'running');`

const consent = (uid: string, more: object = {}) => ({
  uid,
  text: 'hi',
  at: DAY,
  basis: 'asked',
  version: '1',
  ...more,
})
const quoted = (text: string | null) => (text === null ? 'null' : `'${text}'`)

it('brings a database of the version before up to this one, with everybody signed in', async () => {
  const url = await oldDatabase(`
    ${user('a', { address: 'ada@example.org' })}
    ${user('b', { address: 'bob@example.org', isVerified: false })}
    insert into users (id, username, username_key, name, email_verified, is_active, created_at, language, tweet_consents)
      values ('gone', '', '', '', false, false, '${DAY}', '', '[]'), ('before', '', '', '', false, false, '${DAY}', '', '[]');
    insert into events (id, at, what, outcome, user_id, network)
      values ('e', 1767225600000, 'deletion', 'done', 'gone', ''), ('f', 9000, 'sign-in', 'done', 'a', '192.0.2.0/24');`)
  const { store } = await open(url)
  expect(await store.findSession('hash-a')).toEqual({
    account: {
      user: {
        id: 'a',
        username: 'Name-a',
        name: 'N',
        email: 'ada@example.org',
        formerEmails: [],
        avatarUrl: null,
        createdAt: '2026-01-01T00:00:00.000Z',
        language: 'de',
        welcomedAt: '2026-01-01T00:00:00.000Z',
        leavingSince: null,
        lock: null,
        tweetOffer: null,
        tweetConsents: [],
      },
      connections: [
        {
          provider: 'github',
          uid: 'gh-a',
          username: 'ada',
          credentials: 'sealed',
          extraData: { a: 'b' },
          connectedAt: '2026-01-01T00:00:00.000Z',
        },
      ],
    },
    session: {
      idHash: 'hash-a',
      id: 'name-a',
      userId: 'a',
      browser: 'Firefox',
      system: 'Linux',
      network: '',
      identity: null,
      createdAt: 5_000,
      since: 5_000,
      confirmedAt: 5_000,
      lastSeenAt: 6_000,
    },
  })
  expect((await store.find({ id: 'b' }))?.user.email).toBeNull()
  expect(await store.find({ email: 'bob@example.org' })).toBeUndefined()
  expect(await store.find({ id: 'gone' })).toBeUndefined()
  expect(
    await ask(url, 'select user_id, deleted_at, username from tombstones order by user_id desc'),
  ).toEqual([
    { user_id: 'gone', deleted_at: new Date(DAY), username: '' },
    { user_id: 'before', deleted_at: expect.any(Date), username: '' },
  ])
  expect(await store.eventsOf('a', 9)).toMatchObject([{ id: 'f', from: '192.0.2.0/24' }])
})

it('makes graphile-worker’s jobs and dead letters of the ledger, once', async () => {
  const url = await oldDatabase(`
    ${user('a')}
    ${job('1', 'waiting', { attempts: 2, userId: 'a' })} ${job('2', 'running', { key: 'k' })}
    ${job('3', 'dead', { key: 'd', userId: 'a', attempts: 8 })} ${job('4', 'parked')} ${job('5', 'dead', { userId: 'gone' })}
    ${HANDED}`)
  const [first, second] = await Promise.all([open(url), open(url)])
  const open_ = await first.queue.list({ state: 'waiting', limit: 9 })
  const times = { task: 'work', runAt: 7_000, enqueuedAt: 6_000, state: 'waiting', reason: null }
  expect(open_.toSorted((a, b) => b.attempts - a.attempts)).toEqual([
    { ...times, id: '1', userId: 'a', attempts: 2 },
    // The interrupted try does not count.
    { ...times, id: jobIdOf('work', 'k'), userId: null, attempts: 0 },
  ])
  expect(
    await ask(url, 'select payload, flags from graphile_worker._private_jobs order by attempts desc'),
  ).toEqual([
    { payload: { userId: 'a', payload: { n: '1' } }, flags: { work: true } },
    { payload: { userId: null, payload: { n: '2' } }, flags: { work: true } },
  ])
  const dead = await second.queue.list({ state: 'dead', limit: 9 })
  expect(dead.map(({ id }) => id).toSorted()).toEqual(['4', jobIdOf('work', 'd')].toSorted())
  expect(dead).toContainEqual(
    expect.objectContaining({ userId: 'a', attempts: 8, reason: 'why', enqueuedAt: 6_000 }),
  )
  expect(await first.queue.retry('4')).toBe(false)
  expect(await first.queue.countDead()).toBe(2)
})

it('writes what became of a tweet into its consent', async () => {
  const at = { postedAt: '2026-01-02T00:00:00.000Z' }
  const consents = [
    consent('posted', at),
    consent('withdrawn', { postedAt: null, withdrawnAt: '2026-01-03T00:00:00.000Z' }),
    ...['waiting', 'running', 'dead', 'parked', 'none'].map((uid) => consent(uid)),
  ]
  const tweet = (state: string) =>
    job(state, state, { task: 'tweetOnJoin', key: `tweet:a:${state}`, userId: 'a' })
  const url = await oldDatabase(`
    ${user('a', { consents: JSON.stringify(consents) })}
    ${['waiting', 'running', 'dead', 'parked'].map(tweet).join('')} ${HANDED}`)
  const { store, queue } = await open(url)
  const found = (await store.find({ id: 'a' }))?.user.tweetConsents
  expect(found?.map(({ uid, state, settledAt }) => [uid, state, settledAt])).toEqual([
    ['posted', 'posted', '2026-01-02T00:00:00.000Z'],
    ['withdrawn', 'withdrawn', '2026-01-03T00:00:00.000Z'],
    ['waiting', 'waiting', null],
    ['running', 'posting', null],
    ['dead', 'failed', DAY],
    ['parked', 'unknown', DAY],
    ['none', 'dropped', DAY],
  ])
  expect(found?.[0]).toEqual({ ...consent('posted'), state: 'posted', settledAt: at.postedAt })
  expect(await queue.countDead()).toBe(0)
  expect(await queue.jobsOf('a')).toHaveLength(2)
})
