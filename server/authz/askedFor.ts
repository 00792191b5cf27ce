import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'
import { MAX_HOST_LENGTH } from '../http/hosts.ts'

/** A longer address is left out: it would have to travel on in a query. */
const MAX_URI_LENGTH = 2_000

/** What a proxy says that the browser asked the site for. */
export interface AskedFor {
  /** Of the site that is asked for: `https://www.example.com`. */
  origin: string
  /** In capitals: of the browser's request, which the proxy asks about with a GET. */
  method: string
  /** The whole address, when people may be led back to it; else undefined. Only those who are signed out need it. */
  address(): string | undefined
}

type Needs = Pick<Config, 'trustedProxies' | 'origin' | 'siteOrigins'>

/**
 * Reads X-Forwarded-Method, -Proto, -Host and -Uri of a trusted proxy. From any other peer they count for nothing: then the
 * origin is that of PUBLIC_URL, the method is that of the request itself, and there is no address.
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

/** Most requests come through one proxy, for one origin. */
function rememberLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { text: string; value: T } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) }
    return last.value
  }
}

function parsedOrigin(text: string): string | undefined {
  // Traefik says `wss` of a WebSocket; a page of that origin has opened it.
  const [, scheme, host = ''] = /^(http|ws)(s?:\/\/[^\s/\\?#@%]+)$/i.exec(text) ?? []
  if (scheme === undefined || host.length > MAX_HOST_LENGTH) return undefined
  const asked = `http${host}`
  return URL.canParse(asked) ? new URL(asked).origin : undefined
}

/** Each proxy of a chain may append a value: the last one is that of the trusted proxy. */
function lastOf(header: string): string {
  return header.slice(header.lastIndexOf(',') + 1).trim()
}

/** The address with path and query, as the parser of browsers reads it. */
function addressAt(origin: string, ctx: Context): string | undefined {
  const uri = ctx.get('X-Forwarded-Uri')
  if (!uri.startsWith('/') || uri.length > MAX_URI_LENGTH || /[\s\\]/.test(uri)) return undefined
  const text = `${origin}${uri}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.origin === origin ? url.href : undefined
}
