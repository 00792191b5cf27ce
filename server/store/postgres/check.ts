import { sql } from 'kysely'
import type { Database } from './tables.ts'

/** A good answer holds this long: it is asked often, and each costs a write. */
const HOLDS_MS = 1_000

/** `Store.check` for a database: a write, because one that only reads is of no use. */
export function createCheck(db: Database): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - checkedAt < HOLDS_MS) return
    checkedAt = Number.NEGATIVE_INFINITY
    await sql`insert into probes (id, at) values (1, clock_timestamp())
      on conflict (id) do update set at = excluded.at`.execute(db)
    checkedAt = performance.now()
  }
}
