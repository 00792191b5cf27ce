import { type Kysely, type Migration, sql } from 'kysely'
import { nameKey } from '../account.ts'

/** The migration for the operators' desk: how accounts are found and counted, and what operators did. */
export const desk: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(COLUMNS).execute(db)
    await nameOtherLetters(db)
    await sql.raw(INDEXES).execute(db)
    await sql.raw(COUNTERS).execute(db)
  },
}

const ROWS_AT_ONCE = 2_000

/** Keys are made by `nameKey`; for plain ASCII PostgreSQL makes the same ones. */
const COLUMNS = `
  alter table events add column "by" text, add column note text;
  alter table sessions add column network text not null default '';
  alter table users add column name_key text collate "C";
  update users set name_key = left(lower(name), 200) where name ~ '^[ -~]*$';
`

async function nameOtherLetters(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from users where name_key is null`.execute(db)
  const keys = rows.map(({ id, name }) => ({ id, name_key: nameKey(name) }))
  for (let index = 0; index < keys.length; index += ROWS_AT_ONCE) {
    const some = JSON.stringify(keys.slice(index, index + ROWS_AT_ONCE))
    await sql`update users set name_key = given.name_key
      from json_to_recordset(${some}::json) as given(id text, name_key text) where users.id = given.id`.execute(
      db,
    )
  }
}

/** Usernames and addresses have their indexes. Few accounts are locked or leaving, so that these indexes are small. */
const INDEXES = `
  create index users_by_name on users (name_key, id);
  create index locked_users on users (username_key) where lock is not null and leaving_since is null;
  create index leaving_users on users (username_key) where leaving_since is not null;
`

/**
 * The number of accounts is the sum of `account_tally`, to which each new account adds a row. One row that all of them change
 * would make them wait for each other. The sweep sums the rows up.
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
