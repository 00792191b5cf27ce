import type { Context, Middleware } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { isNavigation } from './isNavigation.ts'

/**
 * Paths that are not pages: the API, health checks, files, and callbacks, whose handshake another host cannot
 * have.
 */
const NO_PAGE = /^\/(api\/|icons\/|assets\/|\.well-known\/|(healthz|readyz|metrics|logout)\/?$|auth\/[^/]+\/)/

/**
 * The longest host of RFC 1035, 2.3.4, with a port. A longer one is refused, because parsing takes time with
 * the square of its length.
 */
export const MAX_HOST_LENGTH = 260

/** Anybody can invent hosts, and the log must not fill up with them. */
const MAX_LOGGED = 10

/** Long enough for a browser to follow a redirect. */
const LOOP_GUARD_MS = 5_000

const LOOP_GUARD = 'redirected'

/**
 * Redirects page visits under another host name (with or without `www.`, an IP address) to PUBLIC_URL: a
 * sign-in that begins under another host could not end, because cookies belong to one host. Logs each such
 * host once.
 */
export function redirectToPublicUrl(
  config: Pick<Config, 'origin' | 'publicUrl' | 'trustedProxies'>,
  log: Logger,
): Middleware {
  const isTrusted = proxyAddr.compile(config.trustedProxies)
  const { protocol, host: expected } = new URL(config.origin)
  const logged = new Set<string>()

  return async (ctx, next) => {
    if (!isPageVisit(ctx)) return next()
    const host = hostOf(ctx, { isTrusted, protocol })
    if (host === undefined || host === expected) return next()
    report(host)
    const guard = Buffer.from(ctx.url).toString('base64url').slice(0, 200)
    // Behind a proxy that writes its own name into Host, the browser would be redirected for ever.
    if (ctx.cookies.get(LOOP_GUARD) === guard) return next()
    ctx.cookies.set(LOOP_GUARD, guard, {
      maxAge: LOOP_GUARD_MS,
      httpOnly: true,
      sameSite: 'lax',
      secure: false,
      signed: false,
    })
    ctx.set('Cache-Control', 'no-store')
    ctx.redirect(config.publicUrl + ctx.url)
  }

  function report(host: string): void {
    if (logged.has(host) || logged.size >= MAX_LOGGED) return
    logged.add(host)
    log.warn(
      { host: host.slice(0, 100), expected },
      'visitors come by another host than that of PUBLIC_URL and are sent on; a proxy must pass on the Host header',
    )
  }
}

/** Whether a browser loads a page or begins a sign-in. */
function isPageVisit(ctx: Context): boolean {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false
  // Only proxies send a request target in absolute form (RFC 9112, 3.2.2), never browsers.
  return ctx.url.startsWith('/') && !NO_PAGE.test(ctx.path) && isNavigation(ctx)
}

/**
 * The host that the browser asked for, in the form of URLs; undefined when it is not valid. X-Forwarded-Host
 * counts only from a trusted proxy.
 */
function hostOf(
  ctx: Context,
  { isTrusted, protocol }: { isTrusted: (address: string, hop: number) => boolean; protocol: string },
): string | undefined {
  const peer = ctx.req.socket.remoteAddress ?? ''
  const forwarded = isTrusted(peer, 0) ? ctx.get('X-Forwarded-Host').split(',', 1)[0]?.trim() : ''
  const host = forwarded || ctx.get('Host')
  if (host.length > MAX_HOST_LENGTH) return undefined
  const url = `${protocol}//${host}`
  return URL.canParse(url) ? new URL(url).host : undefined
}
