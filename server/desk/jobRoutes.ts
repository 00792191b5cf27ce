import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { JobsAnswer } from '../deskApi.ts'
import { readBody } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type Job } from '../jobs/job.ts'
import { placeOf, type Queue } from '../jobs/queue.ts'
import type { Services } from '../services.ts'
import { admitToChange, type Guards } from './access.ts'
import { cursorOf, placeAfter } from './cursor.ts'
import { deedEvent } from './deed.ts'
import { presentJob } from './presentJob.ts'
import { badQuery } from './refusals.ts'

const PAGE = 50

/** The number of dead letters to read at once when a whole task is retried or discarded. */
const AT_ONCE = 500

const placeSchema = z.strictObject({ at: z.int(), id: z.string() })

const listSchema = z.object({
  state: z.enum(['waiting', 'dead']).default('waiting'),
  task: z.string().optional(),
})

const DEEDS = { retry: 'operator-retry', discard: 'operator-discard' } as const

/** An action on a dead letter. */
type Way = keyof typeof DEEDS

type Needs = Pick<Services, 'store' | 'queue' | 'now'>

/** `/api/desk/jobs`: open jobs and dead letters; dead letters are retried or discarded, one or all of a task. */
export function jobRoutes(router: Router, services: Needs, guards: Guards): void {
  listRoute(router, services, guards)
  for (const way of ['retry', 'discard'] as const) letterRoutes(router, way, { services, guards })
}

function listRoute(router: Router, { queue }: Pick<Needs, 'queue'>, { access }: Guards): void {
  router.get('/api/desk/jobs', async (ctx) => {
    await access.admit(ctx)
    const query = listSchema.safeParse({ ...ctx.query, state: ctx.query.state || undefined })
    if (!query.success) throw badQuery()
    const { state, task } = query.data
    const after = placeAfter(ctx.query.after, placeSchema)
    const page = { state, limit: PAGE + 1, ...(task && { task }), ...(after && { after }) }
    const found = await queue.list(page)
    const jobs = found.slice(0, PAGE)
    const last = jobs.at(-1)
    ctx.body = {
      jobs: jobs.map(presentJob),
      next: found.length > PAGE && last ? cursorOf(placeOf(last)) : null,
    } satisfies JobsAnswer
  })
}

/** The routes of one action: on one dead letter, and on all of a task. */
function letterRoutes(
  router: Router,
  way: Way,
  { services: { store, queue, now }, guards }: { services: Needs; guards: Guards },
): void {
  router.post(`/api/desk/jobs/:id/${way}`, async (ctx) => {
    const operator = await admitToChange(ctx, guards)
    const id = String(ctx.params.id)
    const [letter] = (await queue.findJobs([id])).filter(isDead)
    if (!letter || !(await queue[way](id))) throw await overtaken(id, queue)
    await note(ctx, operator, [letter])
    ctx.status = 204
  })

  router.post(`/api/desk/jobs/${way}`, async (ctx) => {
    const operator = await admitToChange(ctx, guards)
    const { task } = await readBody(ctx)
    if (typeof task !== 'string' || task === '') throw new Problem(400, 'no-task', ({ desk }) => desk.noTask)
    await note(ctx, operator, await eachOf(task, way, queue))
    ctx.status = 204
  })

  /** Records an event for each person to whom a job belonged, and logs the action. */
  async function note(ctx: Context, operator: string, letters: readonly Job[]): Promise<void> {
    const what = DEEDS[way]
    await store.record(
      letters.flatMap(({ userId, task }) =>
        userId === null ? [] : deedEvent(now(), { what, userId, note: task }),
      ),
    )
    logOf(ctx).info({ operator, did: what, jobs: idsOf(letters) }, 'an operator acted')
  }
}

/** Retries or discards all dead letters of the task. Returns those for which that succeeded. */
async function eachOf(task: string, way: Way, queue: Queue): Promise<Job[]> {
  const done: Job[] = []
  let page = await queue.list({ state: 'dead', task, limit: AT_ONCE })
  while (page.length > 0) {
    for (const letter of page) if (await queue[way](letter.id)) done.push(letter)
    const last = page.at(-1)
    page = last ? await queue.list({ state: 'dead', task, limit: AT_ONCE, after: placeOf(last) }) : []
  }
  return done
}

/** Explains why the job could not be changed: another operator was faster, or its payload was not kept. */
async function overtaken(id: string, queue: Queue): Promise<Problem> {
  const found = await queue.findJobs([id])
  if (found.some(isDead)) return new Problem(409, 'payload-lost', ({ desk }) => desk.jobLost)
  if (found.length > 0) return new Problem(409, 'waiting', ({ desk }) => desk.jobWaits)
  return new Problem(404, 'gone', ({ desk }) => desk.jobGone)
}

function isDead({ state }: Job): boolean {
  return state === 'dead'
}
