import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { type Limits, limited } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { isCausedElsewhere } from '../http/security.ts'
import type { BeginOptions } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { completeSignIn } from './completeSignIn.ts'
import { dropDeletion, dropWhatIsPending } from './cookie.ts'
import { createDoors } from './doors.ts'
import { rememberLastProvider } from './lastProvider.ts'
import { reportFault } from './reportFault.ts'
import { safeReturnTo } from './returnTo.ts'
import { accountOf, endSession } from './session.ts'

interface Guards {
  limits: Limits
  audit: Audit
}

/** The way in through a provider, the way back from it, and the way out. */
export function signInRoutes(router: Router, services: Services, guards: Guards): void {
  // What only looks must not use up a handshake or end a session.
  router.head(['/auth/:provider', '/auth/:provider/callback', '/logout'], () => {
    throw new Problem(405, 'method-not-allowed', (answers) => answers.http.visit, {
      headers: { Allow: 'GET' },
    })
  })
  const doors = createDoors(services)
  wayIn(router, doors, { services, ...guards })
  wayBack(router, doors, { services, ...guards })
  wayOut(router, services)
}

type Doors = ReturnType<typeof createDoors>
type Needs = Guards & { services: Services }

function wayIn(router: Router, doors: Doors, { services: { config }, limits }: Needs): void {
  router.get('/auth/:provider', limited(limits.signInStart), async (ctx) => {
    const door = doors.open(ctx.params.provider)
    const returnTo = safeReturnTo(ctx.query.returnTo, config.publicUrl)
    try {
      await door.begin(ctx, { returnTo, connectTo: whoConnects(ctx, config), ...beginOptions(ctx, config) })
    } catch (error) {
      fail(ctx, reportFault(ctx, error, { provider: door.provider.id }))
    }
  })
}

function wayBack(router: Router, doors: Doors, { services, limits, audit }: Needs): void {
  const { config, site } = services

  router.get('/auth/:provider/callback', limited(limits.signInEnd), async (ctx) => {
    const door = doors.open(ctx.params.provider)
    const { provider } = door
    const answer = await door.readCallback(ctx)
    if ('error' in answer) return turnAway(ctx, provider.id, answer)
    const refused = await completeSignIn(ctx, { ...answer, provider }, { services, audit })
    if (refused === undefined) {
      rememberLastProvider(ctx, provider.id, config)
      dropDeletion(ctx, config)
      return ctx.redirect(answer.handshake.returnTo)
    }
    logOf(ctx).info({ signIn: answer.signIn, refused }, 'sign-in refused')
    const { connectTo } = answer.handshake
    return turnAway(ctx, provider.id, { error: refused, connectTo })
  })

  /** Another site can bring people here with nonsense: that is none of their account's events. */
  async function turnAway(ctx: Context, provider: string, { error, connectTo }: TurnedAway): Promise<void> {
    await audit.record(ctx, { what: 'sign-in', outcome: error, userId: connectTo, provider })
    fail(ctx, error)
  }

  router.get('/api/refusals/:code', (ctx) => {
    const message = Object.entries(site.refusals).find(([code]) => code === ctx.params.code)?.[1]
    if (message === undefined) throw new Problem(404, 'not-found', (answers) => answers.http.noReason)
    ctx.body = { message }
  })
}

function wayOut(router: Router, { config }: Services): void {
  router.get('/logout', async (ctx) => {
    if (isCausedElsewhere(ctx, config)) {
      throw new Problem(403, 'cross-site', (answers) => answers.http.crossSiteLogout)
    }
    await endSession(ctx)
    dropWhatIsPending(ctx, config)
    ctx.redirect('/goodbye')
  })
}

interface TurnedAway {
  error: string
  connectTo: string | null
}

/** Whose account the provider will be connected to. Another site may send people here, but not to connect anything. */
function whoConnects(ctx: Context, config: Services['config']): string | null {
  if (isCausedElsewhere(ctx, config)) return null
  return accountOf(ctx)?.user.id ?? null
}

/** A sign-in that another site caused needs a click at the provider: nobody is to be signed in by visiting a page. */
function beginOptions(ctx: Context, config: Services['config']): BeginOptions {
  const from = ctx.get('Sec-Fetch-Site')
  const isCrossSite = from === 'cross-site' || (from === '' && isCausedElsewhere(ctx, config))
  return { chooseAccount: ctx.query.chooseAccount !== undefined, isCrossSite }
}

function fail(ctx: Context, code: string): void {
  ctx.redirect(`/?error=${encodeURIComponent(code)}`)
}
