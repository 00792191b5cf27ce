import type { Database } from './database.ts'

/** A good answer holds this long: the check is asked for often, and each costs a write. */
const HOLDS_MS = 1_000

/** `Store.check` for a database: a write, because a database that only reads is of no use. */
export function createCheck({ query }: Database): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - checkedAt < HOLDS_MS) return
    checkedAt = Number.NEGATIVE_INFINITY
    await query(`insert into probes (id, at) values (1, clock_timestamp())
      on conflict (id) do update set at = excluded.at`)
    checkedAt = performance.now()
  }
}
