import { type OldConsent, type OldJobState, POST, settledOf } from '../oldConsent.ts'
import type { Query } from './client.ts'

/**
 * The migration that makes graphile-worker the queue. Before it, a table `jobs` was kept in step with graphile-worker.
 */
export async function oneQueue(query: Query): Promise<void> {
  await query(LOCK_AND_CLEAR)
  await settleConsents(query)
  await query(MOVE_JOBS)
  await query(RESHAPE)
}

const LOCK_AND_CLEAR = `
  lock table users, links, sessions, events, jobs, processes in access exclusive mode;
  lock table graphile_worker._private_jobs in access exclusive mode;
  -- They carried nothing but the id of a row in the other table.
  delete from graphile_worker._private_jobs where key is null or payload->>'id' = key;
`

const RESHAPE = `
  create table tombstones (
    user_id text collate "C" primary key,
    deleted_at timestamptz not null,
    identities text[] not null,
    username text not null
  );
  create index tombstones_by_fingerprint on tombstones using gin (array_append(identities, username))
    with (fastupdate = off);
  insert into tombstones
    select id, coalesce((
        select to_timestamp(max(at) / 1000.0) from events
          where user_id = users.id and what = 'deletion' and outcome = 'done'
      ), now()), '{}', ''
      from users where not is_active;
  delete from users where not is_active;

  drop index one_active_user_per_address, one_active_user_per_username;
  update users set email = null, email_key = null where not email_verified;
  alter table users
    drop column is_active,
    drop column email_verified,
    add column former_emails json not null default '[]',
    add column lock json,
    add column tweet_offer json,
    add constraint one_account_per_username unique (username_key),
    add constraint one_account_per_address unique (email_key);

  update users set tweet_offer = json_build_object('uid', tweet_offer_uid) where tweet_offer_uid is not null;
  alter table users drop column tweet_offer_uid;

  alter table links rename to connections;
  alter table connections rename constraint links_pkey to connections_pkey;
  alter table connections
    drop constraint links_user_id_fkey,
    add constraint connections_user_id_fkey foreign key (user_id) references users on delete cascade;
  alter index links_of_user rename to connections_of_user;
  drop index links_by_age;
  create index connections_by_age on connections (connected_at, seq);

  alter table sessions
    add column identity json,
    add column since bigint,
    add column confirmed_at bigint,
    drop constraint sessions_user_id_fkey,
    add constraint sessions_user_id_fkey foreign key (user_id) references users on delete cascade;
  update sessions set since = created_at, confirmed_at = created_at;
  alter table sessions alter column since set not null, alter column confirmed_at set not null;

  create table dead_letters (
    id text collate "C" primary key,
    task text not null,
    user_id text collate "C" references users on delete cascade,
    payload text,
    reason text not null,
    attempts integer not null,
    run_at bigint not null,
    enqueued_at bigint not null,
    died_at bigint not null
  );
  create index dead_letters_of_user on dead_letters (user_id);
  create index dead_letters_by_time on dead_letters (died_at);
  -- A consent says what became of a tweet; and the payloads of dead jobs were emptied.
  insert into dead_letters
    select coalesce(jobs.new_id, jobs.id), task, user_id, null, coalesce(reason, ''), attempts, run_at, enqueued_at,
           run_at
      from jobs where state in ('dead', 'parked') and task <> 'tweetOnJoin'
        and (user_id is null or user_id in (select id from users));

  drop table jobs, processes;
  create table processes (pool_id text primary key, seen_at timestamptz not null);
  create index doorman_jobs_of_user on graphile_worker._private_jobs ((payload->>'userId'));
`

/** Gives jobs with a key the id that `jobIdOf` derives from it, and moves open jobs to graphile-worker. */
const MOVE_JOBS = `
  alter table jobs add column new_id text;
  update jobs set new_id = overlay(overlay(left(hex, 32) placing '8' from 13) placing '8' from 17)::uuid
    from (
      select id, encode(sha256(convert_to('[' || to_json(task) || ',' || to_json(key) || ']', 'UTF8')), 'hex') as hex
        from jobs where key is not null
    ) hashed where hashed.id = jobs.id;
  insert into graphile_worker._private_tasks (identifier)
    select distinct task from jobs on conflict do nothing;
  insert into graphile_worker._private_jobs (task_id, payload, run_at, attempts, max_attempts, created_at, key, flags)
    select tasks.id, json_build_object('userId', user_id, 'payload', payload), to_timestamp(run_at / 1000.0),
           -- A try that was interrupted does not count.
           jobs.attempts - case state when 'running' then 1 else 0 end, 32767, to_timestamp(enqueued_at / 1000.0),
           coalesce(new_id, jobs.id), jsonb_build_object(task, true)
      from jobs join graphile_worker._private_tasks tasks on tasks.identifier = task
      where state in ('waiting', 'running') order by seq;
`

async function settleConsents(query: Query): Promise<void> {
  const jobs = await query<{ key: string | null; state: OldJobState }>(
    'select key, state from jobs where task = $1',
    [POST],
  )
  const states = new Map(jobs.map(({ key, state }) => [key, state]))
  const users = await query<{ id: string; consents: OldConsent[] }>(
    `select id, tweet_consents as consents from users where tweet_consents::text <> '[]'`,
  )
  for (const { id, consents } of users) {
    const settled = JSON.stringify(consents.map((consent) => settledOf(consent, id, states)))
    await query('update users set tweet_consents = $1 where id = $2', [settled, id])
  }
}
