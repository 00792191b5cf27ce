import type { Context, Middleware } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'

/** Paths that are no pages: the API, health checks, files, and callbacks, whose handshake would be missing. */
const NO_PAGE = /^\/(api\/|icons\/|assets\/|\.well-known\/|(healthz|readyz|metrics|logout)\/?$|auth\/[^/]+\/)/

/**
 * RFC 1035, 2.3.4, with a port. The parser of URLs takes time with the square of a host's length, so a longer
 * host is none.
 */
export const MAX_HOST_LENGTH = 260

/** Anybody may invent hosts: the log must not fill up with them. */
const MAX_LOGGED = 10

/** Long enough for a browser to follow a redirect. */
const LOOP_GUARD_MS = 5_000

const LOOP_GUARD = 'redirected'

/**
 * Redirects visitors who came by another host name (with or without `www.`, an IP address) to PUBLIC_URL:
 * cookies belong to one host, so that no sign-in begun elsewhere could end. Reports each such host once.
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
    // A proxy that puts its own name into Host would send the browser round and round.
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

/**
 * A browser's navigation to a page or to the beginning of a sign-in, by Fetch metadata or, where that is
 * missing, Accept.
 */
function isPageVisit(ctx: Context): boolean {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false
  // A request target in absolute form (RFC 9112, 3.2.2) is a proxy's, not a browser's.
  if (!ctx.url.startsWith('/') || NO_PAGE.test(ctx.path)) return false
  const mode = ctx.get('Sec-Fetch-Mode')
  return mode === '' ? /\btext\/html\b/.test(ctx.get('Accept').slice(0, 500)) : mode === 'navigate'
}

/**
 * The host that the browser asked for, as URLs write it; undefined when it is none. Proxies are believed if
 * trusted.
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
