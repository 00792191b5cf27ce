import type Router from '@koa/router'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere } from '../http/security.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { readEverything } from './everythingAbout.ts'
import { sendAsFile } from './sendAsFile.ts'

/** `/api/account/export`: everything that is kept about the person, as a file. */
export function exportRoutes(
  router: Router,
  services: Pick<Services, 'store' | 'queue' | 'config' | 'site' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { config } = services

  router.get('/api/account/export', async (ctx) => {
    const { user, connections, session } = signedIn(ctx)
    // Refused because a link on another site would give people an unexpected file and an alarming event.
    if (isCausedElsewhere(ctx, config)) throw new Problem(403, 'cross-site', ({ http }) => http.crossSite)
    await limits.dataExport(connections)
    await audit.record(ctx, { what: 'export', outcome: 'done', userId: user.id })
    sendAsFile(ctx, user, await readEverything(ctx, { user, connections, session }, services))
  })
}
