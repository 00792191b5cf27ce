import type { Context, Middleware } from 'koa'

/**
 * Passes on requests below the path of PUBLIC_URL (`/door`, or empty) and removes that path for the
 * middleware after it. A request for the path itself is redirected to `/door/`. Every other path belongs to
 * the site and gets an empty 404. A balancer's `OPTIONS /` is meant for this server and is passed on too.
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
    // Sets the path and not the URL: a request target may be in absolute form (RFC 9112, 3.2.2).
    ctx.path = isProbe ? '/' : path.slice(basePath.length)
    await next()
  }
}

/** The path that was removed; empty when Doorman has the whole origin. */
export function basePathOf(ctx: Context): string {
  return ctx.state.basePath ?? ''
}
