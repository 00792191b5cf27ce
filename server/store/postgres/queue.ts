import type { JobPage, JobTally, Queue } from '../../jobs/queue.ts'
import { DEAD_LETTER, resealed, type Sealer } from '../../seal.ts'
import { COMMITTED, type Database } from './database.ts'
import { ADD_JOBS, DEAD_JOBS, type JobRow, jobOf, ms, OPEN_JOBS } from './queueRows.ts'

const ADD = `with ${COMMITTED} ${ADD_JOBS}`

const TALLY = `
  select task, sum(waiting)::bigint as waiting, sum(dead)::bigint as dead, min("oldestAt") as "oldestAt" from (
    select t.identifier as task, count(*) as waiting, 0 as dead, ${ms('min(j.created_at)')} as "oldestAt"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.key is not null group by 1
    union all select task, 0, count(*), null from dead_letters group by 1
  ) counted group by task order by task`

/** The queue on graphile-worker; see queueRows.ts. */
export function createQueue(db: Database, sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>): Queue {
  const { query, write } = db
  const jobs = async (text: string, values: unknown[]) => (await query<JobRow>(text, values)).map(jobOf)
  return {
    async add(jobs) {
      if (jobs.length > 0) await write({ text: ADD, value: { jobs } })
    },
    jobsOf: (userId) =>
      jobs(
        `select * from (
          ${OPEN_JOBS} where j.payload->>'userId' = $1
          union all ${DEAD_JOBS} where user_id = $1
        ) jobs order by "enqueuedAt", id`,
        [userId],
      ),
    findJobs: (ids) =>
      jobs(`${OPEN_JOBS} where j.key = any($1) union all ${DEAD_JOBS} where id = any($1)`, [[...ids]]),
    list: (page) => jobs(...pageOf(page)),
    async countDead() {
      const [row] = await query<{ dead: number }>('select count(*) as dead from dead_letters')
      return row?.dead ?? 0
    },
    async tally() {
      const rows = await query<JobTally['tasks'][number] & { oldestAt: number | null }>(TALLY)
      const times = rows.flatMap(({ oldestAt }) => oldestAt ?? [])
      return {
        tasks: rows.map(({ task, waiting, dead }) => ({ task, waiting, dead })),
        oldestAt: times.length > 0 ? Math.min(...times) : null,
      }
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

/** Letters of older versions have no payload, so they cannot be retried. */
async function retry(
  id: string,
  { query, change }: Database,
  sealer: Pick<Sealer, 'open'>,
): Promise<boolean> {
  const [letter] = await query<{ task: string; userId: string | null; payload: string | null }>(
    'select task, user_id as "userId", payload from dead_letters where id = $1',
    [id],
  )
  if (!letter || letter.payload === null) return false
  const { task, userId } = letter
  const payload = JSON.parse(await sealer.open(letter.payload, DEAD_LETTER)) as Record<string, string | null>
  // Another operator may have retried or discarded it meanwhile.
  return change([[TAKE, [id, letter.payload]]], ([taken]) => {
    if (!taken) return { result: false }
    const jobs = [{ id, task, payload, userId, runAt: 0 }]
    return { write: { text: ADD, value: { jobs } }, result: true }
  })
}

const TAKE = 'delete from dead_letters where id = $1 and payload = $2 returning 1'

function pageOf({ state, task, after, limit }: JobPage): [text: string, values: unknown[]] {
  const text =
    state === 'waiting'
      ? `${OPEN_JOBS} where j.key is not null and ($1::text is null or t.identifier = $1)
          and ($2::bigint is null or (${ms('j.run_at')}, j.key collate "C") > ($2::bigint, $4::text))
          order by ${ms('j.run_at')}, j.key collate "C" limit $3`
      : `${DEAD_JOBS} where ($1::text is null or task = $1)
          and ($2::bigint is null or (died_at, id) < ($2::bigint, $4::text))
          order by died_at desc, id desc limit $3`
  return [text, [task ?? null, after?.at ?? null, limit, after?.id ?? '']]
}
