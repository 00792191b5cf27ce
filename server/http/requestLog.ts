import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { withoutAddresses } from '../address.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { basePathOf } from './below.ts'

/** The log of one request: each line contains the id that the response has in `X-Request-Id`. */
export function logOf(ctx: Context): Logger {
  ctx.state.log ??= (ctx.state.siteLog as Logger).child({ request: ctx.state.requestId })
  return ctx.state.log as Logger
}

/** The paths that contain the uid of an identity. */
const UID = /^(\/api\/(?:account\/(?:connections\/[^/]+|tweet-consents)|desk\/tweets\/[^/]+)\/).+/

/** Longer than any path of Doorman. */
const MAX_PATH = 300

/**
 * A path for the log, without uids and mail addresses. It is cut first, because replacing them takes time
 * with its length.
 */
export function loggedPath(path: string): string {
  return withoutAddresses(path.slice(0, MAX_PATH).replace(UID, '$1(uid)'))
}

/** The requested path for the log, with the path of PUBLIC_URL, as the proxies in front log it. */
export function askedPathOf(ctx: Context): string {
  return basePathOf(ctx) + loggedPath(ctx.path)
}

/** GET requests that change something: the end of a sign-in, and signing out. */
const CHANGING_PATH = /\/(auth\/[^/]+\/callback|logout)$/

/**
 * Logs answered requests: all of them with `accessLog`, otherwise those that failed (5xx) or changed
 * something. Only the path is logged: queries contain states, tokens and addresses.
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
    log.info({ request, method: ctx.method, path: askedPathOf(ctx), status: ctx.status, ms }, 'request')
  }
}

function isChange({ method, path, status }: Context): boolean {
  if (status >= 400) return false
  return !['GET', 'HEAD', 'OPTIONS'].includes(method) || (method === 'GET' && CHANGING_PATH.test(path))
}
