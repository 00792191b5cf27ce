import { sql } from 'kysely'
import type { Limit, Store } from '../store.ts'
import type { Database } from './tables.ts'

/**
 * The operations on limits: every use is kept for as long as it counts, so that no window holds more than allowed.
 *
 * Not by rate-limiter-flexible's PostgreSQL store, as the limits that need not outlast a process are: it counts in fixed
 * windows (twice the limit fits around a border), one key a round trip, and cannot count against all of several limits
 * or none. The function `use_limits` (see migrations.ts) does in one.
 */
export function limitOperations(db: Database, now: () => number): Pick<Store, 'use' | 'useOnce'> {
  async function use(limits: readonly Limit[], id?: string): Promise<number> {
    const given = JSON.stringify(limits.map(({ key, max, windowMs }) => ({ key, max, window_ms: windowMs })))
    const { rows } = await sql<{ wait: number }>`
      select use_limits(${given}::json, ${now()}, ${id ?? null}) as wait`.execute(db)
    // Who came at the same moment may have been counted first, at a later millisecond.
    return Math.min(rows[0]?.wait ?? 0, Math.max(0, ...limits.map(({ windowMs }) => windowMs)))
  }
  return {
    use,
    useOnce: async (key, windowMs) => (await use([{ key, max: 1, windowMs }])) === 0,
  }
}
