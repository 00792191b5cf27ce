import Router from '@koa/router'
import Koa from 'koa'
import { headersOf } from './app.ts'
import { answerErrors } from './http/answerErrors.ts'
import { below } from './http/below.ts'
import { healthRoutes } from './http/health.ts'
import { logRequests } from './http/requestLog.ts'
import { protectAnswers } from './http/security.ts'
import type { Services } from './services.ts'
import { StoreUnavailable } from './store/store.ts'

/**
 * Answers while the store cannot be opened: `/healthz` says that the process is alive, `/readyz` that it
 * cannot serve. Visitors get the same page as during a later outage of the store.
 */
export function createWaitingApp(
  { config, site, log }: Pick<Services, 'config' | 'site' | 'log'>,
  { stopping }: { stopping: AbortSignal },
): Koa {
  const app = new Koa()
  const router = new Router({ sensitive: true, strict: true })
  const check = async () => throwUnavailable()
  healthRoutes(router, { store: { check }, log }, stopping)
  app.use(logRequests(log, config))
  app.use(below(config.basePath))
  app.use(protectAnswers(headersOf({ config, site })))
  app.use(answerErrors(config))
  app.use(router.routes())
  app.use(throwUnavailable)
  return app
}

function throwUnavailable(): never {
  throw new StoreUnavailable('the store is not open yet')
}
