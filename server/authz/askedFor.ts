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
  /** The whole address, when people may be led back to it; else undefined. */
  address: string | undefined
}

type Needs = Pick<Config, 'trustedProxies' | 'origin' | 'siteOrigins'>

/**
 * Reads X-Forwarded-Method, -Proto, -Host and -Uri of a trusted proxy. From any other peer they count for nothing: then the
 * origin is that of PUBLIC_URL, the method is that of the request itself, and there is no address.
 */
export function createAskedFor({ trustedProxies, origin, siteOrigins }: Needs): (ctx: Context) => AskedFor {
  const isTrusted = proxyAddr.compile(trustedProxies)
  const known = new Set([origin, ...siteOrigins])
  return (ctx) => {
    if (!isTrusted(ctx.req.socket.remoteAddress ?? '', 0)) {
      return { origin, method: ctx.method, address: undefined }
    }
    const method = ctx.get('X-Forwarded-Method').toUpperCase() || ctx.method
    const asked = originAsked(ctx)
    if (asked === undefined) return { origin, method, address: undefined }
    return { origin: asked, method, address: known.has(asked) ? addressAt(asked, ctx) : undefined }
  }
}

function originAsked(ctx: Context): string | undefined {
  const scheme = lastOf(ctx.get('X-Forwarded-Proto')).toLowerCase()
  const host = lastOf(ctx.get('X-Forwarded-Host'))
  // Traefik says `wss` of a WebSocket; a page of that origin has opened it.
  if (
    !/^(http|ws)s?$/.test(scheme) ||
    host === '' ||
    host.length > MAX_HOST_LENGTH ||
    /[\s/\\?#@%]/.test(host)
  )
    return undefined
  const text = `${scheme.replace('ws', 'http')}://${host}`
  return URL.canParse(text) ? new URL(text).origin : undefined
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
