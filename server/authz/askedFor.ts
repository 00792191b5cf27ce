import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'
import type { Config } from '../config.ts'

/** A longer address is left out: it would have to travel on in a query. */
const MAX_URI_LENGTH = 2_000

/** What a proxy says that the browser asked the site for. */
export interface AskedFor {
  /** Of the site that is asked for: `https://www.example.com`. */
  origin: string
  /** The whole address, when it is one to which people may be led back; else undefined. */
  address: string | undefined
}

type Needs = Pick<Config, 'trustedProxies' | 'origin' | 'siteOrigins'>

/**
 * Reads X-Forwarded-Proto, -Host and -Uri of a trusted proxy. From anybody else they count for nothing: the origin is that of
 * PUBLIC_URL then, and there is no address.
 */
export function createAskedFor({ trustedProxies, origin, siteOrigins }: Needs): (ctx: Context) => AskedFor {
  const isTrusted = proxyAddr.compile(trustedProxies)
  const known = new Set([origin, ...siteOrigins])
  return (ctx) => {
    const asked = isTrusted(ctx.req.socket.remoteAddress ?? '', 0) ? originAsked(ctx) : undefined
    if (asked === undefined) return { origin, address: undefined }
    return { origin: asked, address: known.has(asked) ? addressAt(asked, ctx) : undefined }
  }
}

function originAsked(ctx: Context): string | undefined {
  const [scheme, host] = [lastOf(ctx.get('X-Forwarded-Proto')), lastOf(ctx.get('X-Forwarded-Host'))]
  if (!/^https?$/i.test(scheme) || host === '' || /[\s/\\?#@%]/.test(host)) return undefined
  const text = `${scheme.toLowerCase()}://${host}`
  return URL.canParse(text) ? new URL(text).origin : undefined
}

/** A chain of proxies appends: the last value is that of the trusted one. */
function lastOf(header: string): string {
  return header.slice(header.lastIndexOf(',') + 1).trim()
}

/** A path with its query; a path that begins with two slashes would be read as a host. */
function addressAt(origin: string, ctx: Context): string | undefined {
  const uri = ctx.get('X-Forwarded-Uri')
  if (!uri.startsWith('/') || uri.length > MAX_URI_LENGTH || /[\s\\]/.test(uri)) return undefined
  const text = `${origin}${uri}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.origin === origin ? url.href : undefined
}
