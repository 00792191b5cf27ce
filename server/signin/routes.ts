import type Router from '@koa/router'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { ownPath } from '../http/ownPath.ts'
import { Problem } from '../http/problem.ts'
import { isCausedElsewhere, isLinkOfSite } from '../http/security.ts'
import type { Services } from '../services.ts'
import { dropWhatIsPending } from '../sessions/cookie.ts'
import { endSession } from '../sessions/sessions.ts'
import { createCallbacks } from './callbacks.ts'
import { completeCallback, failureAt } from './completeCallback.ts'
import { Handshakes } from './handshakes.ts'
import { createProviderFlows } from './providerFlows.ts'
import { readIntent } from './readIntent.ts'
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

  router.get('/auth/:provider', async (ctx) => {
    await limits.signInStart(ctx)
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

function callbackRoute(router: Router, flows: ProviderFlows, needs: Needs): void {
  const handshakes = new Handshakes(needs.services)
  const locationOf = createCallbacks(handshakes)

  router.get('/auth/:provider/callback', async (ctx) => {
    await needs.limits.signInEnd(ctx)
    const flow = flows.of(ctx.params.provider)
    const { key } = flow.provider.readCallback(ctx.query)
    const returnTo = key === undefined ? null : await handshakes.returnToOf(ctx, key)
    ctx.redirect(await locationOf(ctx, key, () => completeCallback(ctx, { flow, returnTo }, needs)))
  })
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
