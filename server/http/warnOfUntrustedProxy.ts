import type { Middleware } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'

/**
 * Warns once per process when a peer sends `X-Forwarded-For` and is not a trusted proxy: behind such a proxy,
 * all visitors have the proxy's address.
 */
export function warnOfUntrustedProxy(
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  log: Pick<Logger, 'warn'>,
): Middleware {
  const isTrusted = proxyAddr.compile(trustedProxies)
  let isTold = false
  return (ctx, next) => {
    if (!isTold && ctx.get('X-Forwarded-For') !== '' && !isTrusted(ctx.req.socket.remoteAddress ?? '', 0)) {
      isTold = true
      log.warn(
        { peer: ctx.req.socket.remoteAddress },
        'X-Forwarded-For came from a peer that is not trusted: if it is your proxy, all visitors share one limit; set TRUSTED_PROXIES to its address',
      )
    }
    return next()
  }
}
