import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'
import { MAX_HOST_LENGTH } from '../http/redirectToPublicUrl.ts'

/** A longer address is ignored: it would have to go into a query parameter. */
const MAX_URI_LENGTH = 2_000

/** The browser's original request, as the proxy describes it. */
export interface AskedFor {
  /** The origin of the requested site: `https://www.example.com`. */
  origin: string
  /** The method of the browser's request, in capitals. The proxy itself asks with a GET. */
  method: string
  /**
   * The whole address, if browsers may be redirected to it; else undefined. Only signed-out requests need it.
   */
  address(): string | undefined
}

type Needs = Pick<Config, 'trustedProxies' | 'origin' | 'siteOrigins'>

/**
 * Reads X-Forwarded-Method, -Proto, -Host and -Uri of a trusted proxy. From any other peer they are ignored:
 * then the origin is that of PUBLIC_URL, the method is that of the request itself, and there is no address.
 */
export function createAskedFor({ trustedProxies, origin, siteOrigins }: Needs): (ctx: Context) => AskedFor {
  const trusts = proxyAddr.compile(trustedProxies)
  const isTrusted = rememberLast((address) => trusts(address, 0))
  const known = new Set([origin, ...siteOrigins])
  const originOf = rememberLast(parsedOrigin)
  return (ctx) => {
    if (!isTrusted(ctx.req.socket.remoteAddress ?? '')) return { origin, method: ctx.method, address: none }
    const method = ctx.get('X-Forwarded-Method').toUpperCase() || ctx.method
    const asked = originOf(`${lastOf(ctx.get('X-Forwarded-Proto'))}://${lastOf(ctx.get('X-Forwarded-Host'))}`)
    if (asked === undefined) return { origin, method, address: none }
    return { origin: asked, method, address: () => (known.has(asked) ? addressAt(asked, ctx) : undefined) }
  }
}

const none = () => undefined

/** Remembers the last result, because most requests come through one proxy, for one origin. */
function rememberLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { text: string; value: T } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) }
    return last.value
  }
}

function parsedOrigin(text: string): string | undefined {
  // Traefik sends `wss` for a WebSocket, which a page of that origin has opened.
  const [, scheme, host = ''] = /^(http|ws)(s?:\/\/[^\s/\\?#@%]+)$/i.exec(text) ?? []
  if (scheme === undefined || host.length > MAX_HOST_LENGTH) return undefined
  const asked = `http${host}`
  return URL.canParse(asked) ? new URL(asked).origin : undefined
}

/** Each proxy of a chain may append a value: the last one is from the trusted proxy. */
function lastOf(header: string): string {
  return header.slice(header.lastIndexOf(',') + 1).trim()
}

/** The address with path and query, parsed as browsers parse it. */
function addressAt(origin: string, ctx: Context): string | undefined {
  const uri = ctx.get('X-Forwarded-Uri')
  if (!uri.startsWith('/') || uri.length > MAX_URI_LENGTH || /[\s\\]/.test(uri)) return undefined
  const text = `${origin}${uri}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.origin === origin ? url.href : undefined
}
