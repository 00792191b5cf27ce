import type Router from '@koa/router'
import type { ConnectionsAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import { labelOf } from '../providers/labels.ts'
import type { Services } from '../services.ts'
import { dropOffer } from '../sessions/cookie.ts'
import { forgetIfLast } from '../signin/lastProvider.ts'
import { signedIn } from '../sessions/signedIn.ts'
import type { Link } from '../store/account.ts'
import { tweetKey } from '../welcome/consent.ts'
import { revokeGrant } from './revokeGrant.ts'
import { sendConnectionChanged } from './sendConnectionChanged.ts'

/** `/api/account/connections`: the identities that open the account, and taking one of them away. */
export function connectionRoutes(
  router: Router,
  { config, site, store }: Pick<Services, 'config' | 'site' | 'store'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  router.get('/api/account/connections', (ctx) => {
    const { links } = signedIn(ctx)
    const connections = links.map((link) => {
      const { provider, uid, username, connectedAt } = link
      const label = labelOf(provider, site.providers)
      return { provider, label, uid, username, connectedAt, isLastWayIn: isLastWayIn(link, links) }
    })
    ctx.body = { connections } satisfies ConnectionsAnswer
  })

  router.delete('/api/account/connections/:provider/:uid', async (ctx) => {
    const { user, links } = signedIn(ctx)
    await limits.change(ctx)
    const link = links.find(({ provider, uid }) => provider === ctx.params.provider && uid === ctx.params.uid)
    if (!link) throw new Problem(404, 'gone', (answers) => answers.connections.gone)
    const { provider, uid } = link
    const jobs = jobsFor(link)
    const events = [audit.eventOf(ctx, { what: 'disconnect', outcome: 'done', userId: user.id, provider })]
    const removal = { provider, uid, tweetKey: tweetKey(user.id, uid), jobs, events }
    const outcome = isLastWayIn(link, links) ? 'last' : await store.disconnect(user.id, removal)
    if (outcome === 'last') throw new Problem(409, 'last', (answers) => answers.connections.last)
    if (outcome === 'gone') throw new Problem(404, 'gone', (answers) => answers.connections.gone)
    if (!links.some((other) => other !== link && other.provider === provider))
      forgetIfLast(ctx, provider, config)
    // Left from before it was connected, it would bring back at once what was taken away.
    dropOffer(ctx, config)
    logOf(ctx).info({ user: user.id, provider, jobs: idsOf(jobs) }, 'disconnected')
    ctx.status = 204
  })

  /** What is connected and cannot be used, because the site has closed that door, is no way in. */
  function isLastWayIn(link: Link, links: readonly Link[]): boolean {
    return !links.some((other) => other !== link && config.providers.has(other.provider))
  }
}

/** What comes of taking a link away. */
function jobsFor({ userId, provider, uid, credentials }: Link): JobDescription[] {
  return [
    // Not the user's: the grant goes even if the account goes first.
    revokeGrant.delay({ provider, uid, credentials }),
    sendConnectionChanged.delay({ userId, provider, uid, what: 'disconnected' }, { userId }),
  ]
}
