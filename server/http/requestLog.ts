import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { withoutAddresses } from '../address.ts'
import type { Logger } from '../log.ts'

/** The log of one request: each of its lines has the id that the answer carries in `X-Request-Id`. */
export function logOf(ctx: Context): Logger {
  ctx.state.log ??= (ctx.state.siteLog as Logger).child({ request: ctx.state.requestId })
  return ctx.state.log as Logger
}

/** The paths that end in the uid of an identity. */
const UID = /^(\/api\/account\/(?:connections\/[^/]+|tweet-consents)\/).+/

/** Longer than any path of ours. */
const MAX_PATH = 300

/** A path for the log, without uids and mail addresses. It is cut first, so that a path of 15 kB costs what a short one costs. */
export function loggedPath(path: string): string {
  return withoutAddresses(path.slice(0, MAX_PATH).replace(UID, '$1(uid)'))
}

/** One line for each answered request. The path only: queries hold states, tokens and addresses. */
export function logRequests(log: Logger): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    const request = randomUUID()
    ctx.state.siteLog = log
    ctx.state.requestId = request
    ctx.set('X-Request-Id', request)
    await next()
    const ms = Math.round(performance.now() - begun)
    log.info({ request, method: ctx.method, path: loggedPath(ctx.path), status: ctx.status, ms }, 'request')
  }
}
