import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { languageOf } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere } from '../http/security.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { everythingAbout } from './everythingAbout.ts'

/** More than the store keeps of one user. */
const ALL_EVENTS = 10_000

/** `/api/account/export`: everything that is kept about the person, as a file. */
export function exportRoutes(
  router: Router,
  services: Pick<Services, 'store' | 'queue' | 'config' | 'site' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store, queue, config, site, now } = services

  router.get('/api/account/export', async (ctx) => {
    const { user } = signedIn(ctx)
    // A link on another site would give people a file that they never asked for, and an event that worries
    // them.
    if (isCausedElsewhere(ctx, config)) throw new Problem(403, 'cross-site', ({ http }) => http.crossSite)
    await limits.dataExport(user.id)
    await audit.record(ctx, { what: 'export', outcome: 'done', userId: user.id })
    const name = fileName(user.username)
    // By default letters of Latin-1 go unencoded, which some software on the way misreads.
    ctx.attachment(name, { fallback: name.replace(/[^ -~]/g, '_') })
    ctx.type = 'application/json'
    ctx.body = `${JSON.stringify(await everything(ctx), null, 2)}\n`
  })

  async function everything(ctx: Context) {
    const { user, connections, session } = signedIn(ctx)
    const [sessions, events, jobs] = await Promise.all([
      store.sessionsOf(user.id),
      store.eventsOf(user.id, ALL_EVENTS),
      queue.jobsOf(user.id),
    ])
    return everythingAbout(
      { user, connections, session, sessions, events, jobs },
      { config, providers: site.providers, at: now(), notes: textsIn(languageOf(ctx)).answers.takeAlong },
    )
  }
}

/** A name that every system accepts and that contains no path. */
function fileName(username: string): string {
  return `doorman-${username.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')}.json`
}
