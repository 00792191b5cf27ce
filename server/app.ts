import Router, { type RouterContext } from '@koa/router'
import Koa, { type Context, type Middleware, type Next } from 'koa'
import { eventRoutes } from './account/eventRoutes.ts'
import { exportRoutes } from './account/exportRoutes.ts'
import { languageRoutes } from './account/languageRoutes.ts'
import { accountRoutes } from './account/routes.ts'
import { sessionRoutes } from './account/sessionRoutes.ts'
import { addressRoutes } from './address/routes.ts'
import { sendAddressChanged } from './address/sendAddressChanged.ts'
import { sendAddressCode } from './address/sendAddressCode.ts'
import { createAudit } from './audit/audit.ts'
import { revokeGrant } from './connections/revokeGrant.ts'
import { connectionRoutes } from './connections/routes.ts'
import { sendConnectionChanged } from './connections/sendConnectionChanged.ts'
import { finishDeletion } from './deletion/finishDeletion.ts'
import { deletionRoutes } from './deletion/routes.ts'
import { sendFarewell } from './deletion/sendFarewell.ts'
import { pictureOrigins } from './http/avatarOrigins.ts'
import { awaitBody } from './http/body.ts'
import { answerErrors } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { createLimits } from './http/limits.ts'
import { Problem } from './http/problem.ts'
import { logRequests } from './http/requestLog.ts'
import { protectAnswers, refuseCrossSite, securityHeaders } from './http/security.ts'
import { type Client, PAGES } from './http/spa.ts'
import { reminderRoutes } from './reminder/routes.ts'
import { sendReminder } from './reminder/sendReminder.ts'
import type { Services } from './services.ts'
import { pendingConnectionRoutes } from './signin/pendingConnectionRoutes.ts'
import { signInRoutes } from './signin/routes.ts'
import { sessions } from './signin/session.ts'
import { consentRoutes } from './welcome/consentRoutes.ts'
import { welcomeRoutes } from './welcome/routes.ts'
import { sendWelcomeEmail } from './welcome/sendWelcomeEmail.ts'
import { tweetOnJoin } from './welcome/tweetOnJoin.ts'

/** Every task that a job may name. */
export const tasks = [
  sendReminder,
  sendWelcomeEmail,
  tweetOnJoin,
  sendFarewell,
  revokeGrant,
  sendConnectionChanged,
  finishDeletion,
  sendAddressCode,
  sendAddressChanged,
] as const

/** The headers of every answer of the site. */
export function headersOf({ config, site }: Pick<Services, 'config' | 'site'>): Record<string, string> {
  return securityHeaders(config, pictureOrigins(config, site.providers))
}

/** The whole back end. `client` answers what no route did: the single-page app's files and pages. */
export function createApp(services: Services, client: Client): Koa {
  const { config, log } = services
  const app = new Koa()
  app.on('error', (error) => log.error({ err: error }, 'answer could not be sent'))

  app.use(logRequests(log))
  app.use(protectAnswers(headersOf(services)))
  app.use(answerErrors())
  app.use(secureCookies(config.isHttps))
  app.use(refuseCrossSite(config))

  app.use(awaitBody())
  app.use(wherePeopleCount(sessions(app, services)))
  const router = new Router({ sensitive: true, strict: true })
  healthRoutes(router, services)
  const guards = { limits: createLimits(config, services), audit: createAudit(config, services) }
  signInRoutes(router, services, guards)
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
  app.use(router.routes())
  app.use(refuseUnknownRoutes)
  app.use(client(sessionOf))
  return app
}

/** What may be done at the address; with a page or a file one can but look at it. */
function methodsOf(ctx: Context): string[] {
  const { path, matched = [] } = ctx as RouterContext
  const methods = matched.flatMap((layer) => layer.methods)
  if (methods.length > 0) return [...new Set(methods)]
  return /^\/(api|auth)\//.test(path) ? [] : ['GET', 'HEAD']
}

/** TLS ends at the proxy, so the connection itself does not tell. */
function secureCookies(isHttps: boolean): Middleware {
  return (ctx, next) => {
    ctx.cookies.secure = isHttps
    return next()
  }
}

/** Files need nobody's session; pages show who is signed in. */
function wherePeopleCount(middleware: Middleware): Middleware {
  const isPersonal = (path: string) =>
    /^\/(api\/|auth\/|logout)/.test(path) || PAGES.includes(path.replace(/(.)\/$/, '$1'))
  return (ctx, next) => (isPersonal(ctx.path) ? middleware(ctx, next) : next())
}

/** Only pages and files are the client's: below the server's own paths, what no route took is a mistake. */
async function refuseUnknownRoutes(ctx: Context, next: Next): Promise<void> {
  const methods = methodsOf(ctx)
  if (methods.length > 0 && !methods.includes(ctx.method)) {
    const headers = { Allow: methods.join(', ') }
    throw new Problem(405, 'method-not-allowed', (answers) => answers.http.wrongMethod, { headers })
  }
  if (ctx.path.startsWith('/api/')) throw new Problem(404, 'not-found', (answers) => answers.http.noAddress)
  if (ctx.path.startsWith('/auth/'))
    throw new Problem(404, 'no-such-provider', (answers) => answers.http.noDoor)
  await next()
}
