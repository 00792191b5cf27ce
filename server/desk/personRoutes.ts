import type Router from '@koa/router'
import type { Context } from 'koa'
import { readEverything } from '../account/everythingAbout.ts'
import { presentEvent } from '../account/presentEvent.ts'
import { sendAsFile } from '../account/sendAsFile.ts'
import type { DeskPersonAnswer } from '../api.ts'
import { finishDeletion } from '../deletion/finishDeletion.ts'
import { readBody } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere } from '../http/security.ts'
import { fill } from '../languages/fill.ts'
import type { Services } from '../services.ts'
import { isAlive } from '../sessions/session.ts'
import type { Account } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { presentConsent } from '../welcome/consent.ts'
import { askDeletion } from './askDeletion.ts'
import { type Deed, deedEvent } from './deed.ts'
import { admitToChange, type Guards, logDeed } from './guards.ts'
import { type Acting, endSessions, lockAccount, unlockAccount } from './lockAccount.ts'
import { lastSignIn } from './peopleRoutes.ts'
import { presentJob } from './presentJob.ts'
import { presentDeskSession, presentDetails } from './presentPerson.ts'

const MAX_REASON = 500

/** As many as an operator looks through. */
const EVENTS = 100

/** `/api/desk/people/ID`: one person, and what operators may do. Every change is an event that the person sees. */
export function personRoutes(router: Router, services: Services, guards: Guards): void {
  const { store, config, now } = services
  const { access } = guards

  router.get('/api/desk/people/:id', async (ctx) => {
    await access.admit(ctx)
    const account = await accountAt(ctx)
    ctx.body = await describe(account, services, access.isOperator(account))
  })

  router.get('/api/desk/people/:id/export', async (ctx) => {
    const operator = await admitToChange(ctx, guards)
    if (isCausedElsewhere(ctx, config)) throw new Problem(403, 'cross-site', ({ http }) => http.crossSite)
    const account = await accountAt(ctx)
    const deed = { what: 'operator-export', userId: account.user.id } as const
    await store.record([deedEvent(now(), deed)])
    logDeed(ctx, operator, deed)
    sendAsFile(ctx, account.user, await readEverything(ctx, account, services))
  })

  router.post('/api/desk/people/:id/lock', async (ctx) => {
    const reason = await readReason(ctx, guards)
    const { isOperator } = access
    const outcome = await act(ctx, { what: 'locked', note: reason }, (state, acting) =>
      lockAccount(state, { ...acting, reason, isOperator }),
    )
    if (outcome === 'operator') throw new Problem(409, 'operator', ({ desk }) => desk.isOperator)
    if (outcome === 'leaving') throw leavingAlready()
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

  router.post('/api/desk/people/:id/end-sessions', async (ctx) => {
    const outcome = await act(ctx, { what: 'operator-sessions' }, endSessions)
    if (outcome === 'none') throw new Problem(409, 'no-sessions', ({ desk }) => desk.noSessions)
    ctx.status = 204
  })

  router.post('/api/desk/people/:id/delete', async (ctx) => {
    const { username: typed } = await readBody(ctx)
    const { isOperator } = access
    const outcome = await act(ctx, { what: 'operator-deletion' }, (state, { at, event }) => {
      const userId = state.account.user.id
      const job = finishDeletion.delay({ userId, since: at, from: '' }, { userId, key: `${userId}:${at}` })
      return askDeletion(state, { typed, at, job, event, isOperator })
    })
    if (outcome === 'operator') throw new Problem(409, 'operator', ({ desk }) => desk.isOperator)
    if (outcome === 'begun-before') throw leavingAlready()
    if (outcome === 'wrong-username')
      throw new Problem(400, 'wrong-username', ({ desk }) => desk.wrongUsername)
    ctx.status = 202
    ctx.body = ''
  })

  /** Changes the account as `decide` says. Throws `Problem` 404 when there is none. */
  async function act<T>(
    ctx: Context,
    deed: Omit<Deed, 'userId'>,
    decide: (state: AccountState, acting: Acting) => Decision<T>,
  ): Promise<T> {
    const operator = await admitToChange(ctx, guards)
    const done = { ...deed, userId: String(ctx.params.id) }
    const at = now()
    const acting = { at: new Date(at).toISOString(), event: deedEvent(at, done), config }
    const outcome = await store.change(done.userId, (state) => decide(state, acting))
    if (outcome === undefined) throw noPerson()
    logDeed(ctx, operator, done)
    return outcome
  }

  async function accountAt(ctx: Context): Promise<Account> {
    const account = await store.find({ id: String(ctx.params.id) })
    if (!account) throw noPerson()
    return account
  }
}

async function describe(
  account: Account,
  { store, queue, site, config, now }: Services,
  isOperator: boolean,
): Promise<DeskPersonAnswer> {
  const { user, connections } = account
  const [sessions, events, jobs] = await Promise.all([
    store.sessionsOf(user.id),
    store.eventsOf(user.id, EVENTS),
    queue.jobsOf(user.id),
  ])
  const lastSeenAt = sessions[0]?.lastSeenAt ?? (await lastSignIn(user.id, store))
  return {
    person: presentDetails(account, { lastSeenAt, isOperator }),
    sessions: sessions.filter((one) => isAlive(one, { ...config, now: now() })).map(presentDeskSession),
    events: events.map((event) => presentEvent(event, site.providers)),
    consents: user.tweetConsents.map((consent) => presentConsent(consent, connections)).reverse(),
    jobs: jobs.map(presentJob),
  }
}

/** Read before the operator is admitted, and judged after that: a stranger learns nothing. */
async function readReason(ctx: Context, { access }: Guards): Promise<string> {
  await access.admit(ctx)
  const { reason } = await readBody(ctx)
  const text = typeof reason === 'string' ? reason.trim() : ''
  if (text === '' || text.length > MAX_REASON)
    throw new Problem(400, 'reason-invalid', ({ desk }) => desk.reasonInvalid)
  return text
}

function noPerson(): Problem {
  return new Problem(404, 'no-person', ({ desk }) => desk.noPerson)
}

function leavingAlready(): Problem {
  return new Problem(409, 'leaving', ({ desk }) => desk.leavingAlready)
}
