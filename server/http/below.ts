import type { Context, Middleware } from 'koa'

/**
 * Answers what is below the path of PUBLIC_URL (`/door`, or empty), and hides that path from all that follows. The path itself
 * leads to `/door/`; everything else is the site's own and gets 404, with no word of ours. A balancer that asks `OPTIONS /` means
 * this server, not the site.
 */
export function below(basePath: string): Middleware {
  if (basePath === '') return (_ctx, next) => next()
  return async (ctx, next) => {
    const { path } = ctx
    const isProbe = ctx.method === 'OPTIONS' && (path === '/' || path === basePath)
    if (!isProbe && path === basePath) return ctx.redirect(`${basePath}/${ctx.search}`)
    if (!isProbe && !path.startsWith(`${basePath}/`)) {
      ctx.body = ''
      ctx.status = 404
      return
    }
    ctx.state.basePath = basePath
    // By path, not by cutting the URL: a request target may be in absolute form (RFC 9112, 3.2.2).
    ctx.path = isProbe ? '/' : path.slice(basePath.length)
    await next()
  }
}

/** The path that was hidden; empty when Doorman has the whole origin. */
export function basePathOf(ctx: Context): string {
  return ctx.state.basePath ?? ''
}
