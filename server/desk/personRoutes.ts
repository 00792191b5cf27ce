import type Router from '@koa/router'
import type { Context } from 'koa'
import { readEverything } from '../account/everythingAbout.ts'
import { presentEvent } from '../account/presentEvent.ts'
import { sendAsFile } from '../account/sendAsFile.ts'
import type { DeskPersonAnswer } from '../deskApi.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere } from '../http/security.ts'
import type { Services } from '../services.ts'
import { isAlive } from '../sessions/session.ts'
import type { Account } from '../store/account.ts'
import { presentConsent } from '../welcome/consent.ts'
import { admitToChange, type Guards } from './access.ts'
import { deedEvent, logDeed } from './deed.ts'
import { lastSeenOf } from './lastSeenOf.ts'
import { presentJob } from './presentJob.ts'
import { presentDeskSession, presentDetails } from './presentPerson.ts'
import { noPerson } from './refusals.ts'

/** As many as an operator reads. */
const EVENTS = 100

/** `/api/desk/people/ID`: everything about one person, to read and to export. */
export function personRoutes(router: Router, services: Services, guards: Guards): void {
  const { store, config, now } = services
  const { access } = guards

  router.get('/api/desk/people/:id', async (ctx) => {
    await access.admit(ctx)
    const account = await accountAt(ctx)
    ctx.body = await describePerson(account, services, access.isOperator(account))
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

  async function accountAt(ctx: Context): Promise<Account> {
    const account = await store.find({ id: String(ctx.params.id) })
    if (!account) throw noPerson()
    return account
  }
}

async function describePerson(
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
  const lastSeenAt = await lastSeenOf(user.id, sessions, store)
  return {
    person: presentDetails(account, { lastSeenAt, isOperator }),
    sessions: sessions.filter((one) => isAlive(one, { ...config, now: now() })).map(presentDeskSession),
    events: events.map((event) => presentEvent(event, site.providers)),
    consents: user.tweetConsents.map((consent) => presentConsent(consent, connections)).reverse(),
    jobs: jobs.map(presentJob),
  }
}
