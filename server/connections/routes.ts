import type Router from '@koa/router'
import type { ConnectionsAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { labelOf } from '../providers/labels.ts'
import type { Services } from '../services.ts'
import { dropOffer } from '../sessions/cookie.ts'
import { recentlySignedIn, signedIn } from '../sessions/signedIn.ts'
import { forgetIfLast } from '../signin/lastProvider.ts'
import { identityKey } from '../store/account.ts'
import { disconnect, isLast } from './disconnect.ts'

/** `/api/account/connections`: lists the identities that sign in to the account, and disconnects them. */
export function connectionRoutes(
  router: Router,
  services: Pick<Services, 'config' | 'site' | 'store' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { config, site, store, now } = services
  const isUsable = (provider: string) => config.providers.has(provider)

  router.get('/api/account/connections', (ctx) => {
    const { connections } = signedIn(ctx)
    const own = connections.map((connection) => {
      const { provider, uid, username, connectedAt } = connection
      const label = labelOf(provider, site.providers)
      const isLastWayIn = isLast(connection, connections, isUsable)
      return { provider, label, uid, username, connectedAt, isLastWayIn }
    })
    ctx.body = { connections: own } satisfies ConnectionsAnswer
  })

  router.delete('/api/account/connections/:provider/:uid', async (ctx) => {
    const { user, connections, session } = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    const identity = { provider: String(ctx.params.provider), uid: String(ctx.params.uid) }
    const { provider } = identity
    const event = audit.eventOf(ctx, { what: 'disconnect', outcome: 'done', userId: user.id, provider })
    const at = new Date(now()).toISOString()
    const asked = { identity, session: session.idHash, at, isUsable, event, config }
    const outcome = await store.change(user.id, (state) => disconnect(state, asked))
    if (outcome !== 'done') throw refusalOf(outcome)
    const others = connections.filter((one) => identityKey(one) !== identityKey(identity))
    if (!others.some((one) => one.provider === provider)) forgetIfLast(ctx, provider, config)
    // Drops the offer to connect an identity: it could connect the disconnected identity again at once.
    dropOffer(ctx, config)
    logOf(ctx).info({ user: user.id, provider }, 'disconnected')
    ctx.status = 204
  })
}

function refusalOf(outcome: 'gone' | 'last' | 'signed-out' | undefined): Problem {
  if (outcome === 'gone') return new Problem(404, 'gone', (answers) => answers.connections.gone)
  if (outcome === 'last') return new Problem(409, 'last', (answers) => answers.connections.last)
  return new Problem(401, 'signed-out', (answers) => answers.http.signedOut)
}
