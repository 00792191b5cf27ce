import type Router from '@koa/router'
import type { Context } from 'koa'
import { type Limits, limited } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { isCrossSite } from '../http/security.ts'
import type { Services } from '../services.ts'
import { completeSignIn } from './completeSignIn.ts'
import { createDoors } from './doors.ts'
import { safeReturnTo } from './returnTo.ts'
import { accountOf, endSession } from './session.ts'

/** The way in through a provider, the way back from it, and the way out. */
export function signInRoutes(router: Router, services: Services, limits: Limits): void {
  const { config, site } = services
  const doors = createDoors(services)

  // What only looks must not use up a handshake or end a session.
  router.head(['/auth/:provider', '/auth/:provider/callback', '/logout'], () => {
    throw new Problem(405, 'method-not-allowed', 'This address is to be visited.', {
      headers: { Allow: 'GET' },
    })
  })

  router.get('/auth/:provider', limited(limits.signInStart), async (ctx) => {
    const door = doors.open(ctx.params.provider)
    const returnTo = safeReturnTo(ctx.query.returnTo, config.publicUrl)
    try {
      await door.begin(ctx, { returnTo, connectTo: whoConnects(ctx, config) })
    } catch (error) {
      logOf(ctx).error({ err: error, provider: door.provider.id }, 'the provider did not let a sign-in begin')
      fail(ctx, 'unavailable')
    }
  })

  router.get('/auth/:provider/callback', async (ctx) => {
    ctx.set('Cache-Control', 'no-store')
    const { provider, readCallback } = doors.open(ctx.params.provider)
    const answer = await readCallback(ctx)
    if ('error' in answer) return fail(ctx, answer.error)
    const refused = await completeSignIn(ctx, { ...answer, provider }, services)
    if (refused === undefined) return ctx.redirect(answer.handshake.returnTo)
    logOf(ctx).info({ signIn: answer.signIn, refused }, 'sign-in refused')
    fail(ctx, refused)
  })

  router.get('/logout', async (ctx) => {
    if (isCrossSite(ctx.get('Sec-Fetch-Site'), '', config.publicUrl)) {
      throw new Problem(403, 'cross-site', 'Another site asked to sign you out. You are as you were.')
    }
    await endSession(ctx)
    ctx.redirect('/goodbye')
  })

  router.get('/api/refusals/:code', (ctx) => {
    const message = Object.entries(site.refusals).find(([code]) => code === ctx.params.code)?.[1]
    if (message === undefined) throw new Problem(404, 'not-found', 'There is no such reason.')
    ctx.body = { message }
  })
}

/** Whose account the provider will be connected to. Another site may send people here, but not to connect anything. */
function whoConnects(ctx: Context, { publicUrl }: Services['config']): string | null {
  if (isCrossSite(ctx.get('Sec-Fetch-Site'), '', publicUrl)) return null
  return accountOf(ctx)?.user.id ?? null
}

function fail(ctx: Context, code: string): void {
  ctx.redirect(`/?error=${encodeURIComponent(code)}`)
}
