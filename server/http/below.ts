import type { Middleware } from 'koa'

/**
 * Answers what is below the path of PUBLIC_URL (`/door`, or empty), and hides that path from all that follows. The path itself
 * leads to `/door/`; everything else is the site's own and gets 404, with no word of ours.
 */
export function below(basePath: string): Middleware {
  if (basePath === '') return (_ctx, next) => next()
  return async (ctx, next) => {
    const { path } = ctx
    if (path === basePath) return ctx.redirect(`${basePath}/${ctx.search}`)
    if (!path.startsWith(`${basePath}/`)) {
      ctx.body = ''
      ctx.status = 404
      return
    }
    ctx.url = ctx.url.slice(basePath.length)
    await next()
  }
}
