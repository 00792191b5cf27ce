import type { Store } from '../store.ts'
import type { Database } from './database.ts'

/**
 * The operations on limits. Every use is kept while it counts, so that no window holds more uses than allowed.
 *
 * rate-limiter-flexible's PostgreSQL store does not fit: it counts in fixed windows (around a border twice the limit
 * fits), needs a round trip for each key, and cannot count against all of several limits or none. The function
 * `use_limits` (see migrations.ts) does that in one round trip.
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
      // Another process may have counted a use first, at a later millisecond.
      return Math.min(row?.wait ?? 0, Math.max(0, ...limits.map(({ windowMs }) => windowMs)))
    },
  }
}
