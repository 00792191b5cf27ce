import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { withoutAddresses } from '../address.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'

/** The log of one request: each of its lines has the id that the answer carries in `X-Request-Id`. */
export function logOf(ctx: Context): Logger {
  ctx.state.log ??= (ctx.state.siteLog as Logger).child({ request: ctx.state.requestId })
  return ctx.state.log as Logger
}

/** The paths that hold the uid of an identity. */
const UID = /^(\/api\/(?:account\/(?:connections\/[^/]+|tweet-consents)|desk\/tweets\/[^/]+)\/).+/

/** Longer than any path of ours. */
const MAX_PATH = 300

/** A path for the log, without uids and mail addresses. It is cut first, so that a path of 15 kB costs what a short one costs. */
export function loggedPath(path: string): string {
  return withoutAddresses(path.slice(0, MAX_PATH).replace(UID, '$1(uid)'))
}

/** GET requests that change something: the end of a sign-in, and signing out. */
const CHANGING_PATH = /\/(auth\/[^/]+\/callback|logout)$/

/**
 * Logs answered requests: with `accessLog` all, otherwise those that failed (5xx) and those that changed something.
 * The path only: queries hold states, tokens and addresses.
 */
export function logRequests(log: Logger, { accessLog }: Pick<Config, 'accessLog'>): Middleware {
  return async (ctx, next) => {
    const begun = performance.now()
    const request = randomUUID()
    ctx.state.siteLog = log
    ctx.state.requestId = request
    ctx.set('X-Request-Id', request)
    await next()
    if (!accessLog && ctx.status < 500 && !isChange(ctx)) return
    const ms = Math.round(performance.now() - begun)
    log.info({ request, method: ctx.method, path: loggedPath(ctx.path), status: ctx.status, ms }, 'request')
  }
}

function isChange({ method, path, status }: Context): boolean {
  if (status >= 400) return false
  return !['GET', 'HEAD', 'OPTIONS'].includes(method) || (method === 'GET' && CHANGING_PATH.test(path))
}
