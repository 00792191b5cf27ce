import Router, { type RouterContext } from '@koa/router'
import Koa, { type Context, type Middleware, type Next } from 'koa'
import { eventRoutes } from './account/eventRoutes.ts'
import { exportRoutes } from './account/exportRoutes.ts'
import { languageRoutes } from './account/languageRoutes.ts'
import { accountRoutes } from './account/routes.ts'
import { sessionRoutes } from './account/sessionRoutes.ts'
import { addressRoutes } from './address/routes.ts'
import { createAudit } from './audit/audit.ts'
import { authz } from './authz/authz.ts'
import { connectionRoutes } from './connections/routes.ts'
import { deletionRoutes } from './deletion/routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { answerErrors } from './http/answerErrors.ts'
import { pictureOrigins } from './http/avatarOrigins.ts'
import { below } from './http/below.ts'
import { awaitBody } from './http/body.ts'
import { answerProbes, healthRoutes } from './http/health.ts'
import { createLimits } from './http/limits.ts'
import { Problem } from './http/problem.ts'
import { redirectToPublicUrl } from './http/redirectToPublicUrl.ts'
import { refusePrefetch } from './http/refusePrefetch.ts'
import { logRequests } from './http/requestLog.ts'
import { protectAnswers, refuseCrossSite, securityHeaders } from './http/security.ts'
import { timeRequests } from './http/timeRequests.ts'
import { warnOfUntrustedProxy } from './http/warnOfUntrustedProxy.ts'
import { isFilePath } from './pages/clientFiles.ts'
import type { Client, PageVisit } from './pages/serveClient.ts'
import { isNoPost, reminderRoutes } from './reminder/routes.ts'
import type { Services } from './services.ts'
import { sessions } from './sessions/sessions.ts'
import { accountOf, type Visit } from './sessions/signedIn.ts'
import { lastProviderOf } from './signin/lastProvider.ts'
import { pendingConnectionRoutes } from './signin/pendingConnectionRoutes.ts'
import { refusalRoutes } from './signin/refusalRoutes.ts'
import { safeReturnTo } from './signin/returnTo.ts'
import { signInRoutes } from './signin/routes.ts'
import { consentRoutes } from './welcome/consentRoutes.ts'
import { welcomeRoutes } from './welcome/routes.ts'

/** The headers of every response of the site. */
export function headersOf({ config, site }: Pick<Services, 'config' | 'site'>): Record<string, string> {
  return securityHeaders(config, pictureOrigins(config, site.providers))
}

/** The state of the process that the app needs. */
interface AppOptions {
  /** Aborts when the process is told to stop: then balancers must send no more requests. */
  stopping?: AbortSignal
}

const NOBODY = { connections: [] }

/**
 * Creates the whole back end. `client` serves the app's files and pages, for requests that no route answered.
 */
export function createApp(
  services: Services,
  client: Client,
  { stopping = new AbortController().signal }: AppOptions = {},
): Koa {
  const app = new Koa()
  app.on('error', (error) => services.log.error({ err: error }, 'answer could not be sent'))
  useMiddleware(app, services, stopping)
  const { router, visitOf } = createRoutes(services, stopping)
  app.use(router.routes())
  app.use(refuseUnknownRoutes)
  app.use(client(visitOf))
  return app
}

/** Adds everything that runs before the routes, in order. */
function useMiddleware(app: Koa, services: Services, stopping: AbortSignal): void {
  const { config, log } = services
  const { prometheus } = services.metrics
  if (prometheus) app.use(timeRequests(prometheus.requests))
  const headers = headersOf(services)
  // authz comes before everything except a log of all requests: the site asks it once for each of its own requests.
  const logging = logRequests(log, config)
  if (config.accessLog) app.use(logging)
  app.use(below(config.basePath))
  app.use(authz(services, headers))
  if (!config.accessLog) app.use(logging)
  app.use(warnOfUntrustedProxy(config, log))
  app.use(protectAnswers(headers))
  app.use(refusePrefetch())
  app.use(answerErrors(config))
  app.use(answerProbes(stopping))
  app.use(secureCookies(config))
  app.use(redirectToPublicUrl(config, log))
  // A reminder that is no POST has one answer, whoever asks.
  app.use(refuseCrossSite(config, { except: isNoPost }))
  app.use(awaitBody())
  app.use(wherePeopleCount(sessions(services)))
}

/** Creates the routes of all features, and the function that describes the request for a page. */
function createRoutes(services: Services, stopping: AbortSignal) {
  const { config } = services
  const router = new Router({ sensitive: true, strict: true })
  healthRoutes(router, services, stopping)
  const guards = { limits: createLimits(config, services), audit: createAudit(config, services) }
  signInRoutes(router, services, guards)
  refusalRoutes(router, services)
  pendingConnectionRoutes(router, services, guards)
  const sessionOf = accountRoutes(router, services)
  eventRoutes(router, services)
  languageRoutes(router, services, guards)
  addressRoutes(router, services, guards)
  connectionRoutes(router, services, guards)
  sessionRoutes(router, services, guards)
  exportRoutes(router, services, guards)
  reminderRoutes(router, services, guards)
  welcomeRoutes(router, services, guards)
  consentRoutes(router, services, guards)
  deletionRoutes(router, services, guards)
  const { isOperator } = deskRoutes(router, services, guards)
  const visitOf = (ctx: Context): PageVisit => ({
    session: sessionOf(ctx),
    returnTo: safeReturnTo(ctx.query.returnTo, config),
    isOperator: isOperator(accountOf(ctx) ?? NOBODY),
    lastProvider: lastProviderOf(ctx, config),
  })
  return { router, visitOf }
}

/** The methods of the routes at this path. Pages and files can only be read. */
function methodsOf(ctx: Context): string[] {
  const { path, matched = [] } = ctx as RouterContext
  const methods = matched.flatMap((layer) => layer.methods)
  if (methods.length > 0) return [...new Set(methods)]
  return /^\/(api|auth)\//.test(path) ? [] : ['GET', 'HEAD']
}

/** TLS ends at the proxy, so the connection does not show whether the site is served over https. */
function secureCookies({ isHttps }: Services['config']): Middleware {
  return (ctx, next) => {
    ctx.cookies.secure = isHttps
    return next()
  }
}

/**
 * Files, health checks and the reminder need no session. All pages show who is signed in, even the 404 page; a
 * missing file shows nobody.
 */
function wherePeopleCount(middleware: Middleware): Middleware {
  const isImpersonal = (path: string) => isFilePath(path) || /^\/(healthz|readyz|api\/reminder)$/.test(path)
  return (ctx, next) => {
    if (!isImpersonal(ctx.path)) return middleware(ctx, next)
    ctx.state.visit = { idHash: null, signedIn: null } satisfies Visit
    return next()
  }
}

/**
 * The client serves only pages and files: below the server's own paths, a request without a route is an
 * error.
 */
async function refuseUnknownRoutes(ctx: Context, next: Next): Promise<void> {
  const methods = methodsOf(ctx)
  if (methods.length > 0 && !methods.includes(ctx.method)) {
    const headers = { Allow: methods.join(', ') }
    throw new Problem(405, 'method-not-allowed', (answers) => answers.http.wrongMethod, { headers })
  }
  if (ctx.path.startsWith('/api/')) throw new Problem(404, 'not-found', (answers) => answers.http.noAddress)
  if (ctx.path.startsWith('/auth/'))
    throw new Problem(404, 'no-such-provider', (answers) => answers.http.noProvider)
  await next()
}
