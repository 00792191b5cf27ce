import type { Query } from './database.ts'
import { MoveRefused } from './databaseRefused.ts'
import { DEAD_AFTER } from './heartbeat.ts'

const ALIVE = `select count(*) as alive from processes where seen_at > clock_timestamp() - '${DEAD_AFTER}'::interval`

/** Throws `MoveRefused` while servers use the database: what is copied would miss what they write meanwhile. */
export async function refuseWhileServed(query: Query): Promise<void> {
  const [row] = await query<{ alive: number }>(ALIVE)
  if (!row || row.alive === 0) return
  throw new MoveRefused(
    'The database is in use by a server: stop all servers first. One that was killed is known to be gone after half a minute.',
  )
}
