import type Router from '@koa/router'
import { bearerOf } from '../http/bearer.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { checkToken } from './access.ts'

/**
 * `/metrics`: the metrics of this process, for Prometheus with METRICS_TOKEN. Without that setting the answer
 * is 404.
 */
export function metricsRoute(
  router: Router,
  { config, metrics }: Pick<Services, 'config' | 'metrics'>,
  { limits }: { limits: Limits },
): void {
  router.get('/metrics', async (ctx) => {
    const { prometheus } = metrics
    if (!prometheus) throw new Problem(404, 'not-found', ({ http }) => http.noAddress)
    ctx.set('Cache-Control', 'no-store')
    const token = bearerOf(ctx)
    if (token === undefined) {
      const headers = { 'WWW-Authenticate': 'Bearer' }
      throw new Problem(401, 'no-token', ({ desk }) => desk.wrongToken, { headers })
    }
    await checkToken(ctx, { token, expected: config.metricsToken, name: 'METRICS_TOKEN', limits })
    ctx.set('Content-Type', prometheus.contentType)
    ctx.body = await prometheus.text()
  })
}
