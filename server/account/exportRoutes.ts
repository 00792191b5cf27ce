import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { languageOf } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere } from '../http/security.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Services } from '../services.ts'
import { sessionAge } from '../signin/session.ts'
import { signedIn } from '../signin/signedIn.ts'
import { everythingAbout } from './everythingAbout.ts'

/** More than are kept of anybody. */
const ALL_EVENTS = 10_000

/** `/api/account/export`: everything that is kept about the person, as a file to take along. */
export function exportRoutes(
  router: Router,
  services: Pick<Services, 'store' | 'config' | 'site' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store, config, site, now } = services

  router.get('/api/account/export', async (ctx) => {
    const { user, links } = signedIn(ctx)
    // A link on another site would have people find files that they never asked for, and events that worry them.
    if (isCausedElsewhere(ctx, config)) throw new Problem(403, 'cross-site', ({ http }) => http.crossSite)
    await limits.dataExport(links)
    await audit.record(ctx, { what: 'export', outcome: 'done', userId: user.id })
    const name = fileName(user.username)
    // Letters that are in Latin-1 alone would go unencoded, which not everything on the way understands.
    ctx.attachment(name, { fallback: name.replace(/[^ -~]/g, '_') })
    ctx.type = 'application/json'
    ctx.body = `${JSON.stringify(await everything(ctx), null, 2)}\n`
  })

  async function everything(ctx: Context) {
    const { user, links, session } = signedIn(ctx)
    const [sessions, events, jobs] = await Promise.all([
      store.sessionsOf(user.id, sessionAge(services)),
      store.eventsOf(user.id, ALL_EVENTS),
      store.jobsOf(user.id),
    ])
    return everythingAbout(
      { user, links, session, sessions, events, jobs },
      { config, providers: site.providers, at: now(), notes: textsIn(languageOf(ctx)).answers.takeAlong },
    )
  }
}

/** A name that every system takes and that cannot be read as another. */
function fileName(username: string): string {
  return `doorman-${username.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')}.json`
}
