import type { Context, Middleware } from 'koa'
import type { Config } from '../config.ts'
import { Problem } from './problem.ts'

/** One year (ASVS 3.4.1). */
const HSTS = 'max-age=31536000'

/**
 * Headers of every response, errors included. `pictures` are the origins of profile pictures and the logo.
 */
export function securityHeaders(
  { isHttps, hstsSubdomains }: Pick<Config, 'isHttps' | 'hstsSubdomains'>,
  pictures: readonly string[],
): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      ["img-src 'self'", ...pictures].join(' '),
      "connect-src 'self'",
      // Implied by `default-src`; scanners and ASVS 3.4.3 require it by name.
      "object-src 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // Off: attackers could use the XSS filter of old browsers against a page, and newer browsers have none.
    'X-XSS-Protection': '0',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(isHttps ? { 'Strict-Transport-Security': hstsSubdomains ? `${HSTS}; includeSubDomains` : HSTS } : {}),
  }
}

/** Sets the headers, and forbids caches to store responses of the server other than files (ASVS 14.3.2). */
export function protectAnswers(headers: Record<string, string>): Middleware {
  const entries = Object.entries(headers)
  return (ctx, next) => {
    for (const [name, value] of entries) ctx.res.setHeader(name, value)
    if (/^\/(api\/|auth\/|logout)/.test(ctx.path)) ctx.set('Cache-Control', 'no-store')
    return next()
  }
}

/**
 * Refuses requests from another site that change something. Current browsers send Fetch metadata
 * (https://www.w3.org/TR/fetch-metadata/), older ones send Origin, and programs send neither. `except` names requests
 * that change nothing, whatever their method.
 */
export function refuseCrossSite(
  config: Pick<Config, 'origin'>,
  { except = () => false }: { except?: (ctx: Context) => boolean } = {},
): Middleware {
  return (ctx, next) => {
    const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(ctx.method) || except(ctx)
    if (!isSafe && (isCausedElsewhere(ctx, config) || isFromElsewhere(ctx, config))) {
      throw new Problem(403, 'cross-site', (answers) => answers.http.crossSite)
    }
    return next()
  }
}

/** Whether another site caused the request: by Fetch metadata or, in older browsers, by the referrer. */
export function isCausedElsewhere(ctx: Context, { origin }: Pick<Config, 'origin'>): boolean {
  const site = ctx.get('Sec-Fetch-Site')
  if (site !== '') return site !== 'same-origin' && site !== 'none'
  const referrer = ctx.get('Referer')
  if (referrer.length > MAX_REFERRER) return true
  return URL.canParse(referrer) && new URL(referrer).origin !== origin
}

/**
 * For a longer address browsers send only the origin (Referrer Policy, 8.4). Parsing a URL takes time with
 * the square of its host's length.
 */
const MAX_REFERRER = 4_096

/**
 * Whether a page at one of SITE_ORIGINS caused the request, on the same site (Sec-Fetch-Site: `same-site`):
 * the site's own pages may link to `/logout`. Other people's hosts below the same domain are not in
 * SITE_ORIGINS.
 */
export function isLinkOfSite(ctx: Context, { siteOrigins }: Pick<Config, 'siteOrigins'>): boolean {
  const referrer = ctx.get('Referer')
  if (ctx.get('Sec-Fetch-Site') !== 'same-site' || referrer.length > MAX_REFERRER) return false
  if (!URL.canParse(referrer)) return false
  return siteOrigins.includes(new URL(referrer).origin)
}

/**
 * Our pages send no referrer, so browsers send Origin "null" with their forms. Then only Fetch metadata can
 * tell.
 */
function isFromElsewhere(ctx: Context, { origin: own }: Pick<Config, 'origin'>): boolean {
  const origin = ctx.get('Origin')
  if (origin === 'null') return ctx.get('Sec-Fetch-Site') === ''
  return origin !== '' && origin !== own
}
