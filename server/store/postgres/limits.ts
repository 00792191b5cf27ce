import type { Store } from '../store.ts'
import type { Database } from './database.ts'

/**
 * The operations on limits: every use is kept for as long as it counts, so that no window holds more than allowed.
 *
 * Not by rate-limiter-flexible's PostgreSQL store, which the limits of a single process use: it counts in fixed windows
 * (twice the limit fits around a border), needs a round trip for each key, and cannot count against all of several limits
 * or none. The function `use_limits` (see migrations.ts) does that in one round trip.
 */
export function limitOperations({ query }: Database, now: () => number): Pick<Store, 'use'> {
  return {
    async use(limits, id) {
      const given = { limits: limits.map(({ key, max, windowMs }) => ({ key, max, window_ms: windowMs })) }
      const [row] = await query<{ wait: number }>(`select use_limits($1::json->'limits', $2, $3) as wait`, [
        given,
        now(),
        id ?? null,
      ])
      // A use of the same moment may have been counted first, at a later millisecond.
      return Math.min(row?.wait ?? 0, Math.max(0, ...limits.map(({ windowMs }) => windowMs)))
    },
  }
}
