import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { StoreRefused } from '../storeRefused.ts'
import type { Query } from './client.ts'
import { migrations } from './migrations.ts'
import { mayPass } from './trouble.ts'

/** PostgreSQL 14, in its own numbering. */
const OLDEST = 140_000

/** The key of an advisory lock: any number that nothing else uses. */
const LOCK = 1_146_048_877

/**
 * Brings the database up to this version. One process does it at a time; the others wait and find nothing to do.
 * Throws `StoreRefused` when it cannot be used. `pool` must let statements take their time.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await connectTo(pool)
  try {
    await refuseUnfit(client)
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const missing = await missingIn(client)
    await runMigrations({ pgPool: pool })
    await apply(missing, client)
  } catch (error) {
    refuse('cannot be used')(error)
  } finally {
    // Closing the connection releases the lock.
    client.release(true)
  }
}

/** The version of PostgreSQL, and the migrations that have not run yet. */
export interface DatabaseState {
  version: string
  missing: readonly string[]
}

/** Looks at the database without changing it. Throws `StoreRefused` like `migrate`. */
export async function lookAtDatabase(pool: pg.Pool): Promise<DatabaseState> {
  const client = await connectTo(pool)
  try {
    const version = await refuseUnfit(client)
    return { version, missing: await missingIn(client) }
  } catch (error) {
    return refuse('cannot be used')(error)
  } finally {
    client.release()
  }
}

/** pg throws at once, and not by the promise, when the URL or a certificate is wrong: hence `await` in `try`. */
async function connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    return refuse('cannot be reached')(error)
  }
}

/** Returns the version of PostgreSQL. */
async function refuseUnfit(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding, pg_is_in_recovery() as "isStandby"`,
  )
  const { number, version, encoding, isStandby } = rows[0]
  if (number < OLDEST)
    throw new StoreRefused(`DATABASE_URL: PostgreSQL ${version} is too old; use 14 or newer.`)
  if (encoding !== 'UTF8') {
    throw new StoreRefused(`DATABASE_URL: the database is encoded in ${encoding}; make one in UTF8.`)
  }
  if (isStandby) throw new StoreRefused('DATABASE_URL: this is a standby, which only reads; use the primary.')
  return version
}

/** The migrations that have not run yet. Throws when a newer Doorman has changed the database. */
async function missingIn(client: pg.ClientBase): Promise<string[]> {
  const done = await namesOfDone(client)
  if (done.some((name) => !(name in migrations))) {
    throw new StoreRefused('DATABASE_URL: the database is that of a newer Doorman; start that one.')
  }
  return Object.keys(migrations).filter((name) => !done.includes(name))
}

/** Older versions kept the list with Kysely's migrator: the table has its name and its columns. */
const LIST = `create table if not exists kysely_migration (
  name varchar(255) not null primary key, timestamp varchar(255) not null)`

/** Runs these migrations in one transaction. If one throws, end the connection: then nothing has happened. */
export async function apply(names: readonly string[], client: pg.ClientBase): Promise<void> {
  if (names.length === 0) return
  const query: Query = async (text, values) => (await client.query(text, values && [...values])).rows
  await query(`begin; ${LIST}`)
  for (const name of names) {
    await migrations[name]?.(query)
    await query('insert into kysely_migration values ($1, $2)', [name, new Date().toISOString()])
  }
  await query('commit')
}

/** The migrations that have run. */
async function namesOfDone(client: pg.ClientBase): Promise<string[]> {
  const list = await client.query(`select to_regclass('kysely_migration') is not null as "isThere"`)
  if (!list.rows[0].isThere) return []
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration')
  return rows.map(({ name }) => name)
}

const ESCAPED = 'in user and password write % as %25, # as %23, / as %2F, ? as %3F, @ as %40 and : as %3A'

/** Advice for the operator, by the error messages of pg, OpenSSL and PostgreSQL. */
const ADVICE: readonly [RegExp, string][] = [
  [/Invalid URL|URI malformed/, ESCAPED],
  [/password/, `check user and password; ${ESCAPED}`],
  [/does not support SSL/, 'turn TLS on in PostgreSQL, or leave sslmode out'],
  [/does not match certificate/, 'use a name of the host that its certificate has'],
  [/certificate/, 'name the authority of its certificate: sslmode=verify-full&sslrootcert=/path/to/ca.pem'],
]

function refuse(what: string): (error: unknown) => never {
  return (cause) => {
    if (cause instanceof StoreRefused) throw cause
    const reason =
      cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause)
    const advice = ADVICE.find(([words]) => words.test(reason ?? ''))?.[1]
    const hint = advice ? `; ${advice}` : ''
    const isPassing = mayPass(cause)
    throw new StoreRefused(`DATABASE_URL: the database ${what} (${reason})${hint}.`, { cause, isPassing })
  }
}
