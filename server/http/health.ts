import type Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Services } from '../services.ts'

interface Needs extends Pick<Services, 'log'> {
  store: Pick<Services['store'], 'check'>
}

/**
 * `/healthz`: the process is alive. `/readyz`: it can serve requests. Once `stopping` is aborted, `/readyz`
 * answers 503 while connections are still accepted, so that balancers stop sending requests.
 */
export function healthRoutes(router: Router, { store, log }: Needs, stopping: AbortSignal): void {
  router.get('/healthz', (ctx) => {
    ctx.body = 'alive\n'
  })
  router.get('/readyz', async (ctx) => {
    if (stopping.aborted) {
      ctx.status = 503
      ctx.body = 'not ready: the server is stopping\n'
      return
    }
    try {
      await store.check()
      ctx.body = 'ready\n'
    } catch (error) {
      log.warn({ err: error }, 'not ready')
      ctx.status = 503
      ctx.body = 'not ready: the store cannot be written\n'
    }
  })
}

/** Answers `OPTIONS /`, which HAProxy's plain `option httpchk` sends: 204, and 503 while the server stops. */
export function answerProbes(stopping: AbortSignal): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'OPTIONS' || ctx.path !== '/') return next()
    ctx.set('Allow', 'GET, HEAD, OPTIONS')
    ctx.status = stopping.aborted ? 503 : 204
  }
}
