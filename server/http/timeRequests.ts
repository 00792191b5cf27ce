import type { RouterContext } from '@koa/router'
import type { Middleware } from 'koa'
import type { Prometheus } from '../metrics/prometheus.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Measures every response, labelled with the pattern of its route: paths contain ids, so their number is
 * unlimited.
 */
export function timeRequests(requests: Prometheus['requests']): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    try {
      await next()
    } finally {
      const labels = {
        http_request_method: METHODS.includes(ctx.method) ? ctx.method : '_OTHER',
        http_route: routeOf(ctx as RouterContext),
        http_response_status_code: String(ctx.status),
      }
      requests.observe(labels, (performance.now() - begun) / 1_000)
    }
  }
}

/**
 * The matched route, or the path of an address answered before the router; `other` for pages, files and
 * unknown paths.
 */
function routeOf({ _matchedRoute: route, path }: RouterContext): string {
  if (typeof route === 'string') return route
  return /^\/(api\/authz\/(auth-request|forward-auth|sign-in)|\.well-known\/jwks\.json)$/.test(path)
    ? path
    : 'other'
}
