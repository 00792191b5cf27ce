import type { Middleware } from 'koa'
import type { Logger } from '../log.ts'

/** One line for each answered request. The path only: queries hold states, tokens and addresses. */
export function logRequests(log: Logger): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    await next()
    const ms = Math.round(performance.now() - begun)
    log.info({ method: ctx.method, path: ctx.path, status: ctx.status, ms }, 'request')
  }
}
