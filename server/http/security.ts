import type { Middleware } from 'koa'
import type { Config } from '../config.ts'
import { Problem } from './problem.ts'

/** Headers for every answer, errors included. */
export function securityHeaders({ isHttps }: Pick<Config, 'isHttps'>): Middleware {
  const headers = {
    // Avatars come from the providers' own hosts, which are many.
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self' https:${isHttps ? '' : ' http:'}`,
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
  return async (ctx, next) => {
    ctx.set(headers)
    await next()
  }
}

/**
 * Refuses requests that change something and come from another site. Browsers say so themselves (Fetch metadata,
 * https://www.w3.org/TR/fetch-metadata/); older ones send Origin; programs send neither.
 */
export function refuseCrossSite({ publicUrl }: Pick<Config, 'publicUrl'>): Middleware {
  return async (ctx, next) => {
    const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)
    if (!isSafe && isCrossSite(ctx.get('Sec-Fetch-Site'), ctx.get('Origin'), publicUrl)) {
      throw new Problem(403, 'cross-site', 'This can only be done from our own pages.')
    }
    await next()
  }
}

/** Whether another site caused the request. `site` and `origin` are the headers, empty when missing. */
export function isCrossSite(site: string, origin: string, publicUrl: string): boolean {
  if (site !== '') return site !== 'same-origin' && site !== 'none'
  return origin !== '' && origin !== publicUrl
}
