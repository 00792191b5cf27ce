import { openPostgresStore } from '../../server/store/postgres/postgresStore.ts'
import { ask, createDatabase, dropDatabase } from '../support/database.ts'
import { storeOptions } from '../torture/accounts.ts'
import type { StoreUnderTest } from './stores.ts'

/** Makes the accounts of torture/accounts.ts in SQL: through the store, a million of them would take an hour. */
const RESIDENTS = `
  with resident as (select n, gen_random_uuid()::text as id, 'resident' || n as name from generate_series(0, $1 - 1) as n),
    u as (
      insert into users (id, username, username_key, name, email, email_key, avatar_url, created_at, language, welcomed_at,
                         tweet_consents)
        select id, name, name, 'Resident ' || n, name || '@example.org', name || '@example.org',
               'https://avatars.example.org/u/' || n || '?v=4', now(), 'en', now(), '[]' from resident
    ), c as (
      insert into connections (provider, uid, user_id, username, credentials, extra_data, connected_at)
        select 'github', (9000000 + n)::text, id, name, repeat('x', 300), '{}', now() from resident
    )
  insert into sessions (id_hash, id, user_id, browser, system, identity, created_at, since, confirmed_at, last_seen_at)
    select left(replace(gen_random_uuid()::text || gen_random_uuid(), '-', ''), 43), gen_random_uuid(), id, 'Firefox',
           'Linux', json_build_object('provider', 'github', 'uid', (9000000 + n)::text), ms, ms, ms, ms
      from resident, lateral (select (extract(epoch from now()) * 1000)::bigint as ms) as moment`

const NOT_DURABLE = `select name from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'`

/**
 * The PostgreSQL store, in new databases on the server at `serverUrl`. `users` is the default number of accounts.
 * `prepare` throws when the settings of the server do not make commits durable.
 */
export function postgresOn(serverUrl: string, users = 100_000): StoreUnderTest {
  let last: string | undefined
  return {
    name: 'PostgreSQL',
    users,
    async prepare(_folder, users) {
      const [off] = await ask(serverUrl, NOT_DURABLE)
      if (off) throw new Error(`TEST_DATABASE_URL: ${off.name} is off, so nothing is stored durably`)
      if (last) await dropDatabase(last)
      last = await createDatabase(serverUrl)
      const { store } = await openPostgresStore({ url: last, ...storeOptions })
      await store.close()
      await ask(last, RESIDENTS, [users])
      await ask(last, 'vacuum analyze')
      return { DATABASE_URL: last }
    },
  }
}
