import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { ask, dropDatabase } from '../../../e2e/support/database.ts'
import { newDatabase, open, testSealer } from '../../../e2e/support/testDatabase.ts'
import { accountOf, created, decide, eventOf, sessionOf } from '../contract/fixtures.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { StoreRefused } from '../storeRefused.ts'
import { databaseOf } from './database.ts'
import { createPool } from './pool.ts'
import { openPostgresStore } from './postgresStore.ts'

const log = { warn: () => undefined }

const TIMEOUTS = `select setting, source from pg_settings
  where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`
const refusal = (url: string) =>
  expect(openPostgresStore({ url, now: Date.now, log, sealer: testSealer })).rejects

describe('a database', () => {
  it('is made ready once, however many servers start at once', async () => {
    const url = await newDatabase()
    const opened = await Promise.all([1, 2, 3, 4].map(() => open(url)))
    for (const { store } of opened) await store.check()
    const { userId } = await created((await open(url)).store)
    expect(await opened[0]?.store.find({ id: userId })).toBeDefined()
  })

  it('is refused when it cannot be reached or found, each with a sentence', async () => {
    const url = new URL(await newDatabase())
    await refusal(Object.assign(new URL(url), { port: '1' }).href).toThrow(
      /^DATABASE_URL: the database cannot be reached \(.*ECONNREFUSED.*\)\.$/,
    )
    await refusal(Object.assign(new URL(url), { pathname: '/missing' }).href).toThrow(StoreRefused)
    await refusal(`${url.href}?sslrootcert=/missing`).toThrow(/^DATABASE_URL: .*cannot be reached \(ENOENT/)
  })

  it.each([
    `insert into kysely_migration values ('9999_future', '2030-01-01')`,
    `insert into kysely_migration values ('9999_future', '2030-01-01');
     insert into graphile_worker.migrations (id, breaking) values (999999, true)`,
    `update kysely_migration set name = '9999_future' where name = (select max(name) from kysely_migration)`,
  ])('is refused when a newer Doorman has used it: %s', async (statement) => {
    const url = await newDatabase()
    await open(url)
    await ask(url, statement)
    await refusal(url).toThrow('DATABASE_URL: the database is that of a newer Doorman; start that one.')
  })

  it('is refused when it cannot hold every letter', async () => {
    const url = await newDatabase()
    const latin = Object.assign(new URL(url), { pathname: `${new URL(url).pathname}_latin` }).href
    await ask(
      url,
      `create database ${new URL(latin).pathname.slice(1)} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
    )
    await refusal(latin).toThrow(/encoded in LATIN1; make one in UTF8/)
    await dropDatabase(latin)
  })

  it('guards by itself what no code must be trusted with', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    await created(store, { email: 'ada@example.org' }, { uid: '1' })
    const { userId } = await created(store)
    await expect(
      ask(url, `update users set email = 'x', email_key = 'ada@example.org' where id = $1`, [userId]),
    ).rejects.toThrow(/one_account_per_address/)
    await expect(ask(url, `update connections set uid = '1' where user_id = $1`, [userId])).rejects.toThrow(
      /connections_pkey/,
    )
    await expect(ask(url, `update connections set user_id = 'nobody'`)).rejects.toThrow(/foreign key/)
  })

  it('does not hurry who moves all there is: comparing a large file takes a while within the transaction', async () => {
    const pool = createPool({ url: await newDatabase(), max: 1, log, statementMs: 0 })
    const { rows } = await pool.query(TIMEOUTS)
    await pool.end()
    expect(rows.map(({ setting }) => setting)).toEqual(['0', '0', '0'])
  })

  it('is told the time-outs after the start: PgBouncer refuses them as parameters of it', async () => {
    const url = await newDatabase()
    const pool = createPool({ url, max: 1, log })
    const { rows } = await pool.query(TIMEOUTS)
    expect(rows.map(({ setting, source }) => [setting, source])).toEqual([
      ['10000', 'session'],
      ['5000', 'session'],
      ['5000', 'session'],
    ])
    await pool.end()
  })

  it('may have a certificate that has expired: then it is away, which is no fault of the request', async () => {
    const expired = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' })
    const pool = createPool({ url: await newDatabase(), max: 1, log })
    pool.connect = async () => Promise.reject(expired)
    await expect(databaseOf(pool).query('select 1')).rejects.toThrow(StoreUnavailable)
    await pool.end()
  })

  it('may hang up on everybody: the next question is answered', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    const { userId } = await created(store)
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 10 }, () => store.find({ id: userId })))
      await ask(
        url,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      await expect.poll(() => store.find({ id: userId }).catch(() => undefined)).toBeDefined()
    }
  })

  it('may be full, and once there is room every connection is of use again', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    await ask(
      url,
      `create function no_room() returns trigger language plpgsql as $$
         begin raise exception 'no room' using errcode = 'disk_full'; end $$`,
    )
    await ask(url, 'create trigger full_disk before insert on commits execute function no_room()')
    for (let round = 0; round < 2; round++) {
      await expect(store.create(accountOf())).rejects.toThrow(StoreUnavailable)
    }
    await ask(url, 'drop trigger full_disk on commits')
    await store.check()
    await created(store)
  })

  it('is asked by a sign-in for nothing that only a deletion needs', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    const { userId } = await created(store)
    const deletion = new pg.Client(url)
    await deletion.connect()
    await deletion.query('begin; lock table tombstones, graphile_worker._private_jobs')
    await decide(store, userId, { begins: sessionOf(userId), events: [eventOf({ userId })] })
    expect(await store.sessionsOf(userId)).toHaveLength(1)
    await deletion.end()
  })

  it('is swept however long that takes: much is old at once on a large site', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    const { userId } = await created(store)
    await decide(store, userId, { begins: sessionOf(userId) })
    await ask(
      url,
      `create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(7.5); return null; end $$`,
    )
    await ask(url, 'create trigger slow after delete on sessions execute function linger()')
    expect(await store.sweep({ createdSince: 0, seenSince: 9_000, keptSince: 0 })).toBe(1)
  })

  it('is swept by one server at a time', async () => {
    const url = await newDatabase()
    const stores = await Promise.all([open(url), open(url), open(url)])
    for (let count = 0; count < 20; count++) {
      const { userId } = await created(stores[0]?.store as Store)
      await decide(stores[0]?.store as Store, userId, { begins: sessionOf(userId) })
    }
    await ask(url, `update commits set at = now() - interval '10 minutes'`)
    const expiry = { createdSince: 0, seenSince: 9_000, keptSince: 0 }
    const swept = await Promise.all(stores.map(({ store }) => store.sweep(expiry)))
    expect(swept.toSorted((a, b) => b - a)).toEqual([20, 0, 0])
    expect(await ask(url, 'select id from commits')).toEqual([])
  })
})
