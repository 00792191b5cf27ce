import type Router from '@koa/router'
import type { Context } from 'koa'
import type { OwnSession, SessionsAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { isAlive } from '../sessions/session.ts'
import { recentlySignedIn, signedIn } from '../sessions/signedIn.ts'
import type { Session } from '../store/account.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { presentSession } from './presentSession.ts'

type Needs = Pick<Services, 'store' | 'config' | 'now'>

/** `/api/account/sessions`: lists the sessions of the account, and ends them. */
export function sessionRoutes(
  router: Router,
  services: Needs,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const end = createEnding(services, audit)

  router.get('/api/account/sessions', async (ctx) => {
    const { user, session } = signedIn(ctx)
    const sessions = livingOf(await services.store.sessionsOf(user.id), services)
    ctx.body = { sessions: inOrder(sessions, session) } satisfies SessionsAnswer
  })

  router.delete('/api/account/sessions', async (ctx) => {
    const { session } = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    await end(ctx, ({ idHash }) => idHash !== session.idHash)
    ctx.status = 204
  })

  router.delete('/api/account/sessions/:id', async (ctx) => {
    const { session } = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    const asked = String(ctx.params.id)
    // After this the browser would still look signed in; /logout also drops its cookie and leaves the page.
    if (asked === session.id) throw new Problem(409, 'current', (answers) => answers.sessions.current)
    const count = await end(ctx, ({ id }) => id === asked)
    if (count === 0) throw new Problem(404, 'gone', (answers) => answers.sessions.gone)
    ctx.status = 204
  })
}

/**
 * Returns a function that ends the sessions of the account for which `isMeant` is true, and returns their
 * number.
 */
function createEnding({ store, config, now }: Needs, audit: Audit) {
  return async (ctx: Context, isMeant: (session: Session) => boolean): Promise<number> => {
    const userId = signedIn(ctx).user.id
    const events = [audit.eventOf(ctx, { what: 'session-end', outcome: 'done', userId })]
    const count = await store.change(userId, ({ sessions }) => {
      const ends = livingOf(sessions, { config, now }).filter(isMeant)
      if (ends.length === 0) return { result: 0 }
      const at = new Date(now()).toISOString()
      const jobs = tellSite(config, 'session.ended', { userId, at, sessions: ends.length })
      return { ends: ends.map(({ idHash }) => idHash), jobs, events, result: ends.length }
    })
    return count ?? 0
  }
}

function livingOf(sessions: readonly Session[], { config, now }: Pick<Needs, 'config' | 'now'>): Session[] {
  return sessions.filter((session) => isAlive(session, { ...config, now: now() }))
}

/** Puts the current session first. */
function inOrder(sessions: readonly Session[], current: Session): OwnSession[] {
  const shown = sessions.map((session) => presentSession(session, current))
  return [...shown.filter(({ isCurrent }) => isCurrent), ...shown.filter(({ isCurrent }) => !isCurrent)]
}
