import type { Middleware } from 'koa'

/**
 * Refuses prefetches where a visit has an effect: `/auth/*` begins or completes a sign-in, `/logout` ends a
 * session. https://www.w3.org/TR/resource-hints-1/ and Sec-Purpose of the Fetch standard; `X-Moz` is
 * Firefox's older header.
 */
export function refusePrefetch(): Middleware {
  return async (ctx, next) => {
    const isForVisitsOnly = ctx.path.startsWith('/auth/') || /^\/logout\/?$/.test(ctx.path)
    const purposes = ['Sec-Purpose', 'Purpose', 'X-Moz'].map((name) => ctx.get(name).trim().toLowerCase())
    const isPrefetch = purposes.some((purpose) => purpose.startsWith('prefetch'))
    if (!isForVisitsOnly || !isPrefetch) return next()
    // Not thrown as a `Problem`: nobody reads the answer, and the log would report its status as an error.
    ctx.status = 503
    ctx.body = 'not prefetched\n'
  }
}
