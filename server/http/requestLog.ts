import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { withoutAddresses } from '../address.ts'
import type { Logger } from '../log.ts'

/** The log of one request: each of its lines bears the id that the answer has in `X-Request-Id`. */
export function logOf(ctx: Context): Logger {
  return ctx.state.log as Logger
}

/** One line for each answered request. The path only: queries hold states, tokens and addresses. */
export function logRequests(log: Logger): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    const request = randomUUID()
    ctx.state.log = log.child({ request })
    ctx.set('X-Request-Id', request)
    await next()
    const ms = Math.round(performance.now() - begun)
    logOf(ctx).info(
      { method: ctx.method, path: withoutAddresses(ctx.path), status: ctx.status, ms },
      'request',
    )
  }
}
