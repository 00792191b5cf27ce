import type Router from '@koa/router'
import type { Limits } from '../http/limits.ts'
import type { Services } from '../services.ts'
import { type Access, createAccess } from './access.ts'
import { deedRoutes } from './deedRoutes.ts'
import { jobRoutes } from './jobRoutes.ts'
import { metricsRoute } from './metricsRoute.ts'
import { overviewRoutes } from './overviewRoutes.ts'
import { peopleRoutes } from './peopleRoutes.ts'
import { personRoutes } from './personRoutes.ts'
import { tweetRoutes } from './tweetRoutes.ts'

/** `/api/desk/*`, for operators, and `/metrics`. Returns the check of who may open the desk. */
export function deskRoutes(router: Router, services: Services, { limits }: { limits: Limits }): Access {
  const guards = { limits, access: createAccess(services, limits) }
  overviewRoutes(router, services, guards)
  peopleRoutes(router, services, guards)
  personRoutes(router, services, guards)
  deedRoutes(router, services, guards)
  jobRoutes(router, services, guards)
  tweetRoutes(router, services, guards)
  metricsRoute(router, services, guards)
  return guards.access
}
