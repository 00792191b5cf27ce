import { describe, expect, it } from 'vitest'
import { ask, dropDatabase } from '../../../e2e/database.ts'
import { newDatabase, open } from '../../../e2e/testDatabase.ts'
import { LONG_AGO, linkOf, newcomer, returning, signedUp, userIdOf } from '../contract/plans.ts'
import { StoreUnavailable } from '../store.ts'
import { DatabaseRefused } from './databaseRefused.ts'
import { createPool, steady } from './pool.ts'
import { openPostgresStore } from './postgresStore.ts'

const log = { warn: () => undefined }
const refusal = (url: string) => expect(openPostgresStore({ url, now: Date.now, log })).rejects

describe('a database', () => {
  it('is made ready once, however many servers start at once', async () => {
    const url = await newDatabase()
    const opened = await Promise.all([1, 2, 3, 4].map(() => open(url)))
    for (const { store } of opened) await store.check()
    const plan = await signedUp((await open(url)).store)
    expect(await opened[0]?.store.findUser(userIdOf(plan))).toBeDefined()
  })

  it('is refused when it cannot be reached or found, each with a sentence', async () => {
    const url = new URL(await newDatabase())
    await refusal(Object.assign(new URL(url), { port: '1' }).href).toThrow(
      /^DATABASE_URL: the database cannot be reached \(.*ECONNREFUSED.*\)\.$/,
    )
    await refusal(Object.assign(new URL(url), { pathname: '/missing' }).href).toThrow(DatabaseRefused)
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
    await signedUp(store, { email: 'ada@example.org', emailVerified: true }, { uid: '1' })
    const other = await signedUp(store)
    const [id, link] = [userIdOf(other), linkOf('nobody')]
    await expect(
      ask(url, `update users set email = 'x', email_key = 'ada@example.org' where id = $1`, [id]),
    ).rejects.toThrow(/one_active_user_per_address/)
    await expect(ask(url, `update links set uid = '1' where user_id = $1`, [id])).rejects.toThrow(
      /links_pkey/,
    )
    await expect(ask(url, `update links set user_id = $1`, [link.userId])).rejects.toThrow(/foreign key/)
  })

  it('does not hurry who moves all there is: comparing a large file takes a while within the transaction', async () => {
    const pool = createPool({ url: await newDatabase(), max: 1, log, statementMs: 0 })
    const { rows } = await pool.query(
      `select name, setting from pg_settings where name like '%timeout' and source = 'client'`,
    )
    await pool.end()
    expect(rows.filter(({ setting }) => setting !== '0')).toEqual([])
  })

  it('may have a certificate that has expired: then it is away, which is no fault of the request', async () => {
    const expired = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' })
    const pool = createPool({ url: await newDatabase(), max: 1, log })
    pool.connect = async () => Promise.reject(expired)
    await expect(steady(pool).connect()).rejects.toThrow(StoreUnavailable)
    await pool.end()
  })

  it('may hang up on everybody: the next question is answered', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    const plan = await signedUp(store)
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 10 }, () => store.findUser(userIdOf(plan))))
      await ask(
        url,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      await expect.poll(() => store.findUser(userIdOf(plan)).catch(() => undefined)).toBeDefined()
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
      await expect(store.commitSignIn(newcomer())).rejects.toThrow(StoreUnavailable)
    }
    await ask(url, 'drop trigger full_disk on commits')
    await store.check()
    await signedUp(store)
  })

  it('lets two people have the address that the other holds unverified, at once', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    const pairs = Array.from({ length: 10 }, (_, index) => [`a${index}@example.org`, `b${index}@example.org`])
    const swaps = pairs.map(async ([a = '', b = '']) => {
      const first = await signedUp(store, { email: a, emailVerified: false })
      const second = await signedUp(store, { email: b, emailVerified: false })
      await Promise.all([
        store.commitSignIn(returning(first, { email: b, emailVerified: true })),
        store.commitSignIn(returning(second, { email: a, emailVerified: true })),
      ])
      return (await store.findUserByEmail(b))?.user.id === userIdOf(first)
    })
    expect(await Promise.all(swaps)).toEqual(pairs.map(() => true))
  })

  it('is swept however long that takes: much is old at once on a large site', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    await signedUp(store)
    await ask(
      url,
      `create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(7.5); return null; end $$`,
    )
    await ask(url, 'create trigger slow after delete on sessions execute function linger()')
    expect(await store.sweep({ ...LONG_AGO, seenSince: 9_000, eventsSince: 0 })).toBe(1)
  })

  it('is swept by one server at a time', async () => {
    const url = await newDatabase()
    const stores = await Promise.all([open(url), open(url), open(url)])
    for (let count = 0; count < 20; count++) await stores[0]?.store.commitSignIn(newcomer())
    await ask(url, `update commits set at = now() - interval '10 minutes'`)
    const expiry = { ...LONG_AGO, seenSince: 9_000, eventsSince: 0 }
    const swept = await Promise.all(stores.map(({ store }) => store.sweep(expiry)))
    expect(swept.toSorted((a, b) => b - a)).toEqual([20, 0, 0])
    // The sweeps leave their own.
    expect(await ask(url, 'select id from commits')).toHaveLength(3)
  })
})
