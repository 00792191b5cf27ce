import type Router from '@koa/router'
import type { Context } from 'koa'
import type { PendingConnectionAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { fill } from '../languages/fill.ts'
import type { Services } from '../services.ts'
import { recentlySignedIn, signedIn } from '../sessions/signedIn.ts'
import { completeSignIn } from './completeSignIn.ts'
import { createPendingConnections, OFFER_LIFETIME_MS } from './pendingConnections.ts'

/**
 * `/api/account/pending-connection`: connects, with one click, the identity that was refused in this browser.
 */
export function pendingConnectionRoutes(
  router: Router,
  services: Services,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const pending = createPendingConnections(services)

  router.get('/api/account/pending-connection', async (ctx) => {
    const found = await pending.of(ctx, signedIn(ctx))
    const connection = found && {
      provider: found.provider.id,
      label: found.provider.label,
      username: found.profile.username,
    }
    ctx.body = { connection: connection ?? null } satisfies PendingConnectionAnswer
  })

  router.post('/api/account/pending-connection', async (ctx) => {
    const account = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    // No field is used, but a malformed or too large body must be refused here as on every route.
    await readBody(ctx)
    const found = await pending.of(ctx, account)
    const once = { key: `pending-connection:${found?.id}`, max: 1, windowMs: OFFER_LIFETIME_MS }
    if (!found || (await services.store.use([once])) > 0) {
      throw new Problem(409, 'nothing-pending', (answers) => answers.pendingConnection.nothing)
    }
    pending.drop(ctx)
    await connect(ctx, { found, userId: account.user.id }, { services, audit })
    ctx.status = 204
  })

  router.delete('/api/account/pending-connection', async (ctx) => {
    signedIn(ctx)
    await limits.change(ctx)
    pending.drop(ctx)
    ctx.status = 204
  })
}

/** Throws `Problem` 409 when the pipeline refuses. */
async function connect(
  ctx: Context,
  { found, userId }: { found: Found; userId: string },
  needs: { services: Services; audit: Audit },
): Promise<void> {
  const handshake = { connectTo: userId, begunAt: found.begunAt }
  const refused = await completeSignIn(ctx, { ...found, signIn: found.id, handshake }, needs)
  if (refused === undefined) return
  const { id, label } = found.provider
  logOf(ctx).info({ signIn: found.id, refused }, 'sign-in refused')
  await needs.audit.record(ctx, { what: 'sign-in', outcome: refused, userId, provider: id })
  throw new Problem(409, refused, ({ pendingConnection }) =>
    fill(pendingConnection.refused, { provider: label }),
  )
}

type Found = NonNullable<Awaited<ReturnType<ReturnType<typeof createPendingConnections>['of']>>>
