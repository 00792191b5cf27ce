import type { Query } from './client.ts'
import { desk } from './desk.ts'
import { oneQueue } from './oneQueue.ts'

/** Changes the tables. A text without values may hold several statements. */
type Migration = (query: Query) => Promise<unknown>

/**
 * How the database came to be what it is, by name, in order. Forward only: a migration that has run anywhere is never
 * changed. Where servers are to be replaced one by one, old ones must work on the new tables: add first, remove one
 * version later.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_accounts': steps(`
    create table users (
      id text collate "C" primary key,
      username text not null,
      username_key text collate "C" not null,
      name text not null,
      email text,
      email_key text collate "C",
      email_verified boolean not null,
      avatar_url text,
      is_active boolean not null,
      created_at timestamptz not null,
      language text not null,
      welcomed_at timestamptz,
      leaving_since timestamptz,
      tweet_offer_uid text,
      tweet_consents json not null,
      check ((email is null) = (email_key is null)),
      check (is_active or (email is null and username = '' and name = ''))
    );
    create unique index one_active_user_per_address on users (email_key) where is_active;
    create unique index one_active_user_per_username on users (username_key) where is_active;

    create table links (
      provider text collate "C" not null,
      uid text collate "C" not null,
      user_id text collate "C" not null references users,
      username text not null,
      credentials text not null,
      extra_data json not null,
      connected_at timestamptz not null,
      seq bigint generated always as identity,
      primary key (provider, uid)
    );
    create index links_of_user on links (user_id);
    create index links_by_age on links (seq);

    create table sessions (
      id_hash text collate "C" primary key,
      id text collate "C" not null,
      user_id text collate "C" not null references users,
      browser text not null,
      system text not null,
      created_at bigint not null,
      last_seen_at bigint not null
    );
    create index sessions_of_user on sessions (user_id);

    create table events (
      id text collate "C" primary key,
      at bigint not null,
      what text not null,
      outcome text not null,
      user_id text collate "C",
      provider text,
      network text not null,
      seq bigint generated always as identity
    );
    create index events_of_user on events (user_id, seq);
    create index events_by_time on events (at);

    create table probes (id integer primary key, at timestamptz not null)
  `),

  '0002_jobs': steps(`
    create table jobs (
      id text collate "C" primary key,
      task text not null,
      payload json not null,
      key text collate "C" unique,
      user_id text collate "C",
      run_at bigint not null,
      state text not null check (state in ('waiting', 'running', 'dead', 'parked')),
      enqueued_at bigint not null,
      attempts integer not null default 0,
      lease_owner text,
      lease_until bigint not null default 0,
      reason text,
      seq bigint generated always as identity,
      due_at bigint generated always as
        (case state when 'waiting' then run_at when 'running' then lease_until end) stored
    );
    create index jobs_by_time on jobs (due_at, enqueued_at, seq) where due_at is not null;
    create index jobs_of_user on jobs (user_id) where user_id is not null;

    create table processes (id text primary key, pool_id text not null, seen_at timestamptz not null)
  `),

  '0003_limits': steps(`
    create table uses (
      key text collate "C" not null,
      at bigint not null,
      id text collate "C",
      until bigint not null,
      seq bigint generated always as identity primary key
    );
    create index uses_of_limit on uses (key, at);
    create index uses_by_end on uses (until);

    -- Milliseconds until one more use fits; null when that of p_id is counted already.
    create function wait_for_room(p_key text, p_max int, p_window bigint, p_now bigint, p_id text) returns bigint
    language sql stable as $$
      select case
        when p_id is not null
          and exists (select from uses where key = p_key and at > p_now - p_window and id = p_id) then null
        else coalesce((
          select at + p_window - p_now from uses where key = p_key and at > p_now - p_window
          order by at desc offset p_max - 1 limit 1
        ), 0) end
    $$;

    -- Counts one use against all limits, or against none: the longest wait.
    create function use_limits(p_limits json, p_now bigint, p_id text) returns bigint
    language plpgsql as $$
    declare
      v_wait bigint;
    begin
      -- The first look takes no lock: who is over the limit must cost nothing.
      for look in 1..2 loop
        if look = 2 then
          perform pg_advisory_xact_lock(hash)
            from (select distinct hashtextextended(key, 7) as hash
                    from json_to_recordset(p_limits) as l(key text) order by hash) as locks;
        end if;
        select max(wait_for_room(key, max, window_ms, p_now, p_id)) into v_wait
          from json_to_recordset(p_limits) as l(key text, max int, window_ms bigint);
        if v_wait > 0 then return v_wait; end if;
      end loop;
      insert into uses (key, at, id, until)
        select key, p_now, p_id, p_now + window_ms
          from json_to_recordset(p_limits) as l(key text, max int, window_ms bigint)
          where wait_for_room(key, max, window_ms, p_now, p_id) is not null;
      return 0;
    end
    $$
  `),

  '0004_commits': steps(`
    create table commits (id uuid primary key, at timestamptz not null default now())
  `),

  // Servers of older versions must be stopped before it: they know nothing of the new tables.
  '0005_one_queue': oneQueue,

  '0006_desk': desk,
}

function steps(statements: string): Migration {
  return (query) => query(statements)
}
