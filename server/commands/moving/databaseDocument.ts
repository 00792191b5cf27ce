import type { Counter, DeadLetter, Document, StoredJob, Table, Use } from '../../store/file/document.ts'
import type { Query } from '../../store/postgres/client.ts'
import { MAX_ATTEMPTS, ms } from '../../store/postgres/queueRows.ts'
import {
  ACCOUNT,
  type AccountRow,
  accountOf,
  eventOf,
  type Row,
  rowOfConnection,
  rowOfEvent,
  rowOfSession,
  rowOfTombstone,
  rowOfUser,
  sessionOf,
  tombstoneOf,
} from '../../store/postgres/rows.ts'

const ROWS_AT_ONCE = 2_000

/** For each table of a document its table in the database. No other table holds anything that another store needs. */
export const PLACES: Readonly<Record<Table, string>> = {
  accounts: 'users',
  sessions: 'sessions',
  jobs: 'graphile_worker._private_jobs',
  deadLetters: 'dead_letters',
  uses: 'uses',
  events: 'events',
  tombstones: 'tombstones',
  counters: 'counters',
}

/** A running try has not failed. */
const JOBS = `
  select j.key as id, t.identifier as task, j.payload->'payload' as payload, j.payload->>'userId' as "userId",
         ${ms('j.run_at')} as "runAt", ${ms('j.created_at')} as "enqueuedAt",
         j.attempts - (case when j.locked_at is null then 0 else 1 end) as attempts, j.last_error as reason
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`

const LETTERS = `
  select id, task, user_id as "userId", run_at as "runAt", enqueued_at as "enqueuedAt", attempts, reason,
         coalesce(payload, '') as sealed, died_at as "diedAt"
    from dead_letters order by died_at, id`

/** Reads the whole database as a document. `savedAt` is the clock of the database. */
export async function readDocument(query: Query): Promise<Document> {
  const [clock] = await query<{ savedAt: number }>(`select ${ms('clock_timestamp()')} as "savedAt"`)
  const rows = (table: string, order: string) =>
    query<{ row: Row }>(`select to_json(t) as row from ${table} t order by ${order}`)
  return {
    savedAt: clock?.savedAt ?? 0,
    accounts: (await query<AccountRow>(`select ${ACCOUNT} from users u order by created_at, id`)).map(
      accountOf,
    ),
    sessions: (await rows('sessions', 'created_at, id_hash')).map(({ row }) => sessionOf(row)),
    jobs: await query<StoredJob>(JOBS),
    deadLetters: await query<DeadLetter>(LETTERS),
    uses: await query<Use>('select seq::text as ref, key, at, id, until from uses order by uses.seq'),
    events: (await rows('events', 'seq')).map(({ row }) => eventOf(row)),
    tombstones: (await rows('tombstones', 'deleted_at, user_id')).map(({ row }) => tombstoneOf(row)),
    counters: await query<Counter>(
      `select day || ' ' || key as ref, day, key, n from counters order by day, key`,
    ),
  }
}

/** Writes a document into an empty database. */
export async function writeDocument(document: Document, query: Query): Promise<void> {
  const { accounts, sessions, jobs, deadLetters, uses, events, tombstones, counters } = document
  const insert = inserter(query)
  await insert(
    'users',
    accounts.map(({ user }) => rowOfUser(user)),
  )
  const connections = accounts.flatMap(({ user, connections }) =>
    connections.map((one) => rowOfConnection(one, user.id)),
  )
  await insert(
    'connections',
    connections,
    'provider, uid, user_id, username, credentials, extra_data, connected_at',
  )
  await insert('sessions', sessions.map(rowOfSession))
  await insert('dead_letters', deadLetters.map(rowOfLetter))
  await insert('uses', uses, 'key, at, id, until')
  await insert(
    'events',
    events.map(rowOfEvent),
    'id, at, what, outcome, user_id, provider, network, "by", note',
  )
  await insert('tombstones', tombstones.map(rowOfTombstone))
  await insert('counters', counters, 'day, key, n')
  await insertJobs(jobs, query)
}

/** `columns`: left out where the database generates none. */
function inserter(query: Query) {
  return async (table: string, rows: readonly object[], columns = '') => {
    for (let index = 0; index < rows.length; index += ROWS_AT_ONCE) {
      await query(
        `insert into ${table} ${columns && `(${columns})`}
          select ${columns || '*'} from json_populate_recordset(null::${table}, $1::json->'rows')`,
        [{ rows: rows.slice(index, index + ROWS_AT_ONCE) }],
      )
    }
  }
}

/** graphile-worker's own function would reset times and tries. */
async function insertJobs(jobs: readonly StoredJob[], query: Query): Promise<void> {
  const tasks = [...new Set(jobs.map(({ task }) => task))]
  await query(
    'insert into graphile_worker._private_tasks (identifier) select unnest($1::text[]) on conflict do nothing',
    [tasks],
  )
  for (let index = 0; index < jobs.length; index += ROWS_AT_ONCE) {
    await query(
      `insert into graphile_worker._private_jobs
          (task_id, payload, run_at, attempts, max_attempts, last_error, created_at, key, flags)
        select t.id, json_build_object('userId', j."userId", 'payload', j.payload), to_timestamp(j."runAt" / 1000.0),
               j.attempts, ${MAX_ATTEMPTS}, j.reason, to_timestamp(j."enqueuedAt" / 1000.0), j.id,
               jsonb_build_object(j.task, true)
          from json_to_recordset($1::json->'rows') as j(id text, task text, payload json, "userId" text, "runAt" bigint,
            "enqueuedAt" bigint, attempts int, reason text)
          join graphile_worker._private_tasks t on t.identifier = j.task`,
      [{ rows: jobs.slice(index, index + ROWS_AT_ONCE) }],
    )
  }
}

function rowOfLetter({
  id,
  task,
  userId,
  sealed,
  reason,
  attempts,
  runAt,
  enqueuedAt,
  diedAt,
}: DeadLetter): object {
  return {
    id,
    task,
    user_id: userId,
    payload: sealed || null,
    reason: reason ?? '',
    attempts,
    run_at: runAt,
    enqueued_at: enqueuedAt,
    died_at: diedAt,
  }
}
