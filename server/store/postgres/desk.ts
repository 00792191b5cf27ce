import { nameKey } from '../account.ts'
import type { Query } from './client.ts'

/** The migration for the operators' desk: how accounts are found and counted, and what operators did. */
export async function desk(query: Query): Promise<void> {
  await query(COLUMNS)
  await nameOtherLetters(query)
  await query(INDEXES)
  await query(COUNTERS)
}

const ROWS_AT_ONCE = 2_000

/** `nameKey` makes the keys. For plain ASCII PostgreSQL makes the same ones. */
const COLUMNS = `
  alter table events add column "by" text, add column note text;
  alter table sessions add column network text not null default '';
  alter table users add column name_key text collate "C";
  update users set name_key = left(lower(name), 200) where name ~ '^[ -~]*$';
`

async function nameOtherLetters(query: Query): Promise<void> {
  const rows = await query<{ id: string; name: string }>('select id, name from users where name_key is null')
  const keys = rows.map(({ id, name }) => ({ id, name_key: nameKey(name) }))
  for (let index = 0; index < keys.length; index += ROWS_AT_ONCE) {
    await query(
      `update users set name_key = given.name_key
        from json_to_recordset($1::json) as given(id text, name_key text) where users.id = given.id`,
      [JSON.stringify(keys.slice(index, index + ROWS_AT_ONCE))],
    )
  }
}

/** Usernames and addresses have indexes already. Few accounts are locked or leaving, so these indexes are small. */
const INDEXES = `
  create index users_by_name on users (name_key, id);
  create index locked_users on users (username_key) where lock is not null and leaving_since is null;
  create index leaving_users on users (username_key) where leaving_since is not null;
`

/**
 * The number of accounts is the sum of `account_tally`. Each new account adds a row to it: if all of them changed one
 * row, they would wait for each other. The sweep sums the rows up.
 */
const COUNTERS = `
  create table counters (
    day text collate "C" not null,
    key text collate "C" not null,
    n bigint not null,
    primary key (day, key)
  );
  create table account_tally (n bigint not null);
  insert into account_tally select count(*) from users;
  create function tally_account() returns trigger language plpgsql as $$
    begin
      insert into account_tally values (case tg_op when 'INSERT' then 1 else -1 end);
      return null;
    end
  $$;
  create trigger tally_accounts after insert or delete on users for each row execute function tally_account();
`
