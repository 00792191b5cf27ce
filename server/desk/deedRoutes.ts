import type Router from '@koa/router'
import type { Context } from 'koa'
import { jobToFinish } from '../deletion/finishDeletion.ts'
import { readBody } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import { fill } from '../languages/fill.ts'
import type { Services } from '../services.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { admitToChange, type Guards } from './access.ts'
import { askDeletion } from './askDeletion.ts'
import { type Deed, deedEvent, logDeed } from './deed.ts'
import { type Acting, endSessions, lockAccount, unlockAccount } from './lockAccount.ts'
import { noPerson } from './refusals.ts'

const MAX_REASON = 500

type Needs = Pick<Services, 'store' | 'config' | 'now'>

/** Changes the account of the request as `decide` decides. Throws `Problem` 404 when there is none. */
type Act = <T>(
  ctx: Context,
  deed: Omit<Deed, 'userId'>,
  decide: (state: AccountState, acting: Acting) => Decision<T>,
) => Promise<T>

/** The operators' actions on an account. Each change is an event that the account's owner sees. */
export function deedRoutes(router: Router, services: Needs, guards: Guards): void {
  const act = createAct(services, guards)
  lockRoutes(router, act, guards)
  endingRoutes(router, act, guards)
}

function createAct({ store, config, now }: Needs, guards: Guards): Act {
  return async (ctx, deed, decide) => {
    const operator = await admitToChange(ctx, guards)
    const done = { ...deed, userId: String(ctx.params.id) }
    const at = now()
    const acting = { at: new Date(at).toISOString(), event: deedEvent(at, done), config }
    const outcome = await store.change(done.userId, (state) => decide(state, acting))
    if (outcome === undefined) throw noPerson()
    // A refusal may contain the reason of a lock, which only the person may read.
    logDeed(ctx, operator, { ...done, outcome: typeof outcome === 'string' ? outcome : 'locked-before' })
    return outcome
  }
}

function lockRoutes(router: Router, act: Act, guards: Guards): void {
  router.post('/api/desk/people/:id/lock', async (ctx) => {
    const reason = await readReason(ctx, guards)
    const { isOperator } = guards.access
    const outcome = await act(ctx, { what: 'locked', note: reason ?? undefined }, (state, acting) =>
      lockAccount(state, { ...acting, reason, isOperator }),
    )
    if (outcome === 'operator') throw new Problem(409, 'operator', ({ desk }) => desk.isOperator)
    if (outcome === 'leaving') throw leavingAlready()
    if (outcome === 'reason-invalid')
      throw new Problem(400, 'reason-invalid', ({ desk }) => desk.reasonInvalid)
    if (typeof outcome === 'object')
      throw new Problem(409, 'locked', ({ desk }) => fill(desk.lockedAlready, { reason: outcome.lockedFor }))
    ctx.status = 204
  })

  router.post('/api/desk/people/:id/unlock', async (ctx) => {
    const outcome = await act(ctx, { what: 'unlocked' }, unlockAccount)
    if (outcome === 'leaving') throw leavingAlready()
    if (outcome === 'not-locked') throw new Problem(409, 'not-locked', ({ desk }) => desk.notLocked)
    ctx.status = 204
  })
}

function endingRoutes(router: Router, act: Act, { access }: Guards): void {
  router.post('/api/desk/people/:id/end-sessions', async (ctx) => {
    await act(ctx, { what: 'operator-sessions' }, endSessions)
    ctx.status = 204
  })

  router.post('/api/desk/people/:id/delete', async (ctx) => {
    const { username: typed } = await readBody(ctx)
    const { isOperator } = access
    const outcome = await act(ctx, { what: 'operator-deletion' }, (state, { at, event }) => {
      const job = jobToFinish({ userId: state.account.user.id, since: at, from: '' })
      return askDeletion(state, { typed, at, job, event, isOperator })
    })
    if (outcome === 'operator') throw new Problem(409, 'operator', ({ desk }) => desk.isOperator)
    if (outcome === 'begun-before') throw leavingAlready()
    if (outcome === 'wrong-username')
      throw new Problem(400, 'wrong-username', ({ desk }) => desk.wrongUsername)
    ctx.status = 202
    ctx.body = ''
  })
}

/**
 * The reason in the body; null when it is missing or too long. Admits the operator first, so that a stranger learns
 * nothing from the error.
 */
async function readReason(ctx: Context, { access }: Guards): Promise<string | null> {
  await access.admit(ctx)
  const { reason } = await readBody(ctx)
  const text = typeof reason === 'string' ? reason.trim() : ''
  return text === '' || text.length > MAX_REASON ? null : text
}

function leavingAlready(): Problem {
  return new Problem(409, 'leaving', ({ desk }) => desk.leavingAlready)
}
