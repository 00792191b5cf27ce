import type { RouterContext } from '@koa/router'
import type { Middleware } from 'koa'
import type { Prometheus } from '../metrics/prometheus.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Times every answer, by the pattern of its route: addresses hold ids, and there is no end of them. */
export function timeRequests(requests: Prometheus['requests']): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    try {
      await next()
    } finally {
      const labels = {
        http_request_method: METHODS.includes(ctx.method) ? ctx.method : '_OTHER',
        http_route: routeOf(ctx as unknown as RouterContext),
        http_response_status_code: String(ctx.status),
      }
      requests.observe(labels, (performance.now() - begun) / 1_000)
    }
  }
}

/** What the router matched, or the addresses that are answered in front of it; `other`: pages, files and mistakes. */
function routeOf({ _matchedRoute: route, path }: RouterContext): string {
  if (typeof route === 'string') return route
  return /^\/(api\/authz\/(auth-request|forward-auth|sign-in)|\.well-known\/jwks\.json)$/.test(path)
    ? path
    : 'other'
}
