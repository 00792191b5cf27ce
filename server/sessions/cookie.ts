import type { Context } from 'koa'
import type { Config } from '../config.ts'

/**
 * The name with the prefix with which browsers require Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2).
 */
export function cookieName(name: string, { isHttps }: Pick<Config, 'isHttps'>): string {
  return isHttps ? `__Host-${name}` : name
}

/**
 * Scripts cannot read the cookie, and browsers send it with no request from another site except a followed
 * link.
 */
export function cookieOptions({ isHttps }: Pick<Config, 'isHttps'>) {
  return {
    httpOnly: true,
    secure: isHttps,
    sameSite: 'lax',
    path: '/',
    overwrite: true,
    signed: false,
  } as const
}

/**
 * Name and options of a cookie for every host below COOKIE_DOMAIN; without that setting, for Doorman's host
 * only.
 */
export function sharedCookie(name: string, config: Pick<Config, 'isHttps' | 'cookieDomain'>) {
  const { isHttps, cookieDomain } = config
  const options = cookieOptions(config)
  if (cookieDomain === null) return { name: cookieName(name, config), options }
  // Browsers reject a cookie with a Domain and the prefix `__Host-`.
  return { name: isHttps ? `__Secure-${name}` : name, options: { ...options, domain: cookieDomain } }
}

/**
 * Adds Max-Age to a cookie of the response. Koa gives a cookie only Expires, which a browser with a wrong clock
 * misreads; browsers prefer Max-Age (RFC 6265, 5.3).
 */
export function addMaxAge(ctx: Context, name: string, maxAgeMs: number): void {
  const seconds = Math.ceil(maxAgeMs / 1_000)
  const cookies = [ctx.response.get('Set-Cookie')].flat()
  const isNamed = (cookie: string) => cookie.startsWith(`${name}=`)
  ctx.set(
    'Set-Cookie',
    cookies.map((cookie) => (isNamed(cookie) ? `${cookie}; max-age=${seconds}` : cookie)),
  )
}

/** Drops the pending data of an account from the browser, so that the next person does not get it. */
export function dropWhatIsPending(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'address', config)
  dropOffer(ctx, config)
}

/** Drops the offer to connect an identity. */
export function dropOffer(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'pending-connection', config)
}

/**
 * Drops the progress of a deletion, so that the next person who signs out in this browser does not see it.
 */
export function dropDeletion(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'deletion', config)
}

function dropIfThere(ctx: Context, shortName: string, config: Pick<Config, 'isHttps'>): void {
  const name = cookieName(shortName, config)
  if (ctx.cookies.get(name)) ctx.cookies.set(name, null, cookieOptions(config))
}
