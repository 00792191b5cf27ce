import type Router from '@koa/router'
import type { Context } from 'koa'
import type { OwnSession, SessionsAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { sessionAge } from '../sessions/session.ts'
import { signedIn } from '../sessions/signedIn.ts'
import type { WhichSessions } from '../store/store.ts'
import type { Session } from '../store/account.ts'
import { presentSession } from './presentSession.ts'

/** `/api/account/sessions`: the browsers that are signed in, and ending those that should not be. */
export function sessionRoutes(
  router: Router,
  services: Pick<Services, 'store' | 'config' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store } = services

  router.get('/api/account/sessions', async (ctx) => {
    const { user, session } = signedIn(ctx)
    const sessions = await store.sessionsOf(user.id, sessionAge(services))
    ctx.body = { sessions: inOrder(sessions, session) } satisfies SessionsAnswer
  })

  router.delete('/api/account/sessions', async (ctx) => {
    await limits.change(ctx)
    await end(ctx, { allBut: signedIn(ctx).session.idHash })
    ctx.status = 204
  })

  router.delete('/api/account/sessions/:id', async (ctx) => {
    const { session } = signedIn(ctx)
    await limits.change(ctx)
    const id = String(ctx.params.id)
    // The browser would go on as if it were signed in; /logout sees to its cookie and its page too.
    if (id === session.id) throw new Problem(409, 'current', (answers) => answers.sessions.current)
    if ((await end(ctx, { id })) === 0) throw new Problem(404, 'gone', (answers) => answers.sessions.gone)
    ctx.status = 204
  })

  function end(ctx: Context, which: WhichSessions): Promise<number> {
    const userId = signedIn(ctx).user.id
    return store.endSessions(userId, which, [
      audit.eventOf(ctx, { what: 'session-end', outcome: 'done', userId }),
    ])
  }
}

/** This one first. */
function inOrder(sessions: Session[], current: Session): OwnSession[] {
  const shown = sessions.map((session) => presentSession(session, current))
  return [...shown.filter(({ isCurrent }) => isCurrent), ...shown.filter(({ isCurrent }) => !isCurrent)]
}
