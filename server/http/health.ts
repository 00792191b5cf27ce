import type Router from '@koa/router'
import type { Services } from '../services.ts'

/** `/healthz`: the process is alive. `/readyz`: it can serve, so a balancer may send people here. */
export function healthRoutes(router: Router, { store, log }: Pick<Services, 'store' | 'log'>): void {
  router.get('/healthz', (ctx) => {
    ctx.body = 'alive\n'
  })
  router.get('/readyz', async (ctx) => {
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
