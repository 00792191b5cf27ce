import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { homeAfterSignIn } from '../http/home.ts'
import { type Limits, limited } from '../http/limits.ts'
import { ownPath } from '../http/ownPath.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { isCausedElsewhere, isLinkOfSite } from '../http/security.ts'
import type { Services } from '../services.ts'
import { dropDeletion, dropWhatIsPending } from '../sessions/cookie.ts'
import { endSession } from '../sessions/sessions.ts'
import { type CallbackResult, createCallbacks } from './callbacks.ts'
import { completeSignIn } from './completeSignIn.ts'
import { createHandshakes } from './handshake.ts'
import { readIntent } from './intent.ts'
import { rememberLastProvider } from './lastProvider.ts'
import { createProviderFlows, type ProviderFlow } from './providerFlows.ts'
import { reportFault } from './reportFault.ts'

interface Guards {
  limits: Limits
  audit: Audit
}

/** `/auth/PROVIDER`, its callback, and `/logout`. */
export function signInRoutes(router: Router, services: Services, guards: Guards): void {
  // A HEAD request must not use up a handshake or end a session.
  router.head(['/auth/:provider', '/auth/:provider/callback', '/logout'], () => {
    throw new Problem(405, 'method-not-allowed', (answers) => answers.http.visit, {
      headers: { Allow: 'GET' },
    })
  })
  const flows = createProviderFlows(services)
  startRoute(router, flows, { services, ...guards })
  callbackRoute(router, flows, { services, ...guards })
  logoutRoute(router, services)
}

type ProviderFlows = ReturnType<typeof createProviderFlows>
type Needs = Guards & { services: Services }

function startRoute(router: Router, flows: ProviderFlows, { services, limits }: Needs): void {
  const { config } = services

  router.get('/auth/:provider', limited(limits.signInStart), async (ctx) => {
    const flow = flows.of(ctx.params.provider)
    const intent = readIntent(ctx, services)
    if (intent === 'sign-in-again') return ctx.redirect(`${ownPath('/account', config)}?error=sign-in-again`)
    try {
      await flow.begin(ctx, intent)
    } catch (error) {
      const code = reportFault(ctx, error, { provider: flow.provider.id, problems: services.problems })
      services.metrics.signIn(flow.provider.id, code)
      ctx.redirect(failureAt(code, intent.returnTo, services))
    }
  })
}

function callbackRoute(router: Router, flows: ProviderFlows, { services, limits, audit }: Needs): void {
  const handshakes = createHandshakes(services)
  const locationOf = createCallbacks(handshakes)

  router.get('/auth/:provider/callback', limited(limits.signInEnd), async (ctx) => {
    const flow = flows.of(ctx.params.provider)
    const { key } = flow.provider.readCallback(ctx.query)
    const returnTo = key === undefined ? null : await handshakes.returnToOf(ctx, key)
    ctx.redirect(await locationOf(ctx, key, () => completeCallback(ctx, flow, returnTo)))
  })

  /**
   * Completes the handshake. `returnTo` is where the visitor asked to return to; it is kept on failure as
   * well.
   */
  async function completeCallback(
    ctx: Context,
    flow: ProviderFlow,
    returnTo: string | null,
  ): Promise<CallbackResult> {
    const { provider } = flow
    const answer = await flow.readCallback(ctx)
    if ('error' in answer) return reject(ctx, provider.id, { ...answer, returnTo })
    const refused = await completeSignIn(ctx, { ...answer, provider }, { services, audit })
    if (refused === undefined) return accept(ctx, provider.id, answer.handshake.returnTo)
    logOf(ctx).info({ signIn: answer.signIn, refused }, 'sign-in refused')
    const { connectTo } = answer.handshake
    return reject(ctx, provider.id, { error: refused, connectTo, returnTo })
  }

  function accept(ctx: Context, provider: string, returnTo: string | null): CallbackResult {
    rememberLastProvider(ctx, provider, services.config)
    dropDeletion(ctx, services.config)
    services.metrics.signIn(provider, 'done')
    for (const kind of ['callback', 'misconfigured', 'clock'] as const)
      services.problems.clear(kind, provider)
    return { location: returnTo ?? homeAfterSignIn(services.config), isFinal: true }
  }

  /**
   * Records an event of the account only if the handshake names one: another site can send browsers here with
   * invented parameters.
   */
  async function reject(ctx: Context, provider: string, why: Rejection): Promise<CallbackResult> {
    const { error, connectTo, returnTo } = why
    services.metrics.signIn(provider, error)
    await audit.record(ctx, { what: 'sign-in', outcome: error, userId: connectTo, provider })
    return { location: failureAt(error, returnTo, services), isFinal: error !== 'expired' }
  }
}

interface Rejection {
  error: string
  connectTo: string | null
  returnTo: string | null
}

function logoutRoute(router: Router, services: Services): void {
  const { config } = services

  router.get('/logout', async (ctx) => {
    if (isCausedElsewhere(ctx, config) && !isLinkOfSite(ctx, config)) {
      throw new Problem(403, 'cross-site', (answers) => answers.http.crossSiteLogout)
    }
    await endSession(ctx, services)
    dropWhatIsPending(ctx, config)
    ctx.redirect(ownPath('/goodbye', config))
  })
}

/** The sign-in page with the error code and with the address to return to after a successful sign-in. */
function failureAt(code: string, returnTo: string | null, { config }: Pick<Services, 'config'>): string {
  const goesOn = returnTo === null ? '' : `&returnTo=${encodeURIComponent(returnTo)}`
  return `${ownPath('/', config)}?error=${encodeURIComponent(code)}${goesOn}`
}
