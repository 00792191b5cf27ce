import type { Job } from '../../jobs/job.ts'
import type { JobPage, Queue } from '../../jobs/queue.ts'
import { DEAD_LETTER, resealed, type Sealer } from '../../seal.ts'
import type { Database } from './database.ts'
import { ADD_JOBS, DEAD_JOBS, describe, OPEN_JOBS } from './queueRows.ts'

const ADD = `
  with given as (select $2::json as g), committed as (insert into commits (id) values ($1::uuid))
  ${ADD_JOBS}`

/** The letter goes and the job comes; a letter that went meanwhile brings no job. */
const RETRY = `
  with committed as (insert into commits (id) values ($1::uuid)),
  gone as (delete from dead_letters where id = $2::json->'jobs'->0->>'id' returning 1),
  given as (select $2::json as g from gone)
  ${ADD_JOBS}`

/** The queue on graphile-worker; see queueRows.ts. */
export function createQueue(db: Database, sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>): Queue {
  const { query, write } = db
  return {
    async add(jobs) {
      if (jobs.length > 0) await write(ADD, { jobs: jobs.map(describe) })
    },
    jobsOf: (userId) =>
      query<Job>(
        `select * from (
          ${OPEN_JOBS} where j.payload->>'userId' = $1
          union all ${DEAD_JOBS} where user_id = $1
        ) jobs order by "enqueuedAt", id`,
        [userId],
      ),
    findJobs: (ids) =>
      query<Job>(`${OPEN_JOBS} where j.key = any($1) union all ${DEAD_JOBS} where id = any($1)`, [[...ids]]),
    list: (page) => query<Job>(...pageOf(page)),
    async countDead() {
      const [row] = await query<{ dead: number }>('select count(*) as dead from dead_letters')
      return row?.dead ?? 0
    },
    retry: (id) => retry(id, db, sealer),
    async discard(id) {
      return (await query('delete from dead_letters where id = $1 returning 1', [id])).length > 0
    },
    resealDead: () => resealDead(query, sealer),
  }
}

async function resealDead(
  query: Database['query'],
  sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>,
): Promise<number> {
  const letters = await query<{ id: string; payload: string }>(
    'select id, payload from dead_letters where payload is not null',
  )
  let count = 0
  for (const { id, payload } of letters) {
    const sealed = await resealed(payload, DEAD_LETTER, sealer)
    if (!sealed) continue
    await query('update dead_letters set payload = $3 where id = $1 and payload = $2', [id, payload, sealed])
    count++
  }
  return count
}

/** Letters of older versions have lost their payload: there is nothing to retry. */
async function retry(id: string, { query, write }: Database, sealer: Pick<Sealer, 'open'>): Promise<boolean> {
  const [letter] = await query<{ task: string; userId: string | null; payload: string | null }>(
    'select task, user_id as "userId", payload from dead_letters where id = $1',
    [id],
  )
  if (!letter || letter.payload === null) return false
  const { task, userId } = letter
  const payload = JSON.parse(await sealer.open(letter.payload, DEAD_LETTER)) as Record<string, string | null>
  await write(RETRY, { jobs: [{ id, task, payload, userId, runAt: 0 }] })
  return true
}

function pageOf({ state, task, after, limit }: JobPage): [text: string, values: unknown[]] {
  const text =
    state === 'waiting'
      ? `${OPEN_JOBS} where j.key is not null and ($1::text is null or t.identifier = $1)
          and ($2::text is null or (j.run_at, j.key) >
            (select run_at, key from graphile_worker._private_jobs where key = $2))
          order by j.run_at, j.key limit $3`
      : `${DEAD_JOBS} where ($1::text is null or task = $1)
          and ($2::text is null or (died_at, id) < (select died_at, id from dead_letters where id = $2))
          order by died_at desc, id desc limit $3`
  return [text, [task ?? null, after ?? null, limit]]
}
