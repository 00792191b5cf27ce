import type { Context } from 'koa'
import type { Config } from '../config.ts'

/**
 * The name with the prefix that makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2).
 */
export function cookieName(name: string, { isHttps }: Pick<Config, 'isHttps'>): string {
  return isHttps ? `__Host-${name}` : name
}

/** Out of reach of scripts and of other sites' requests, except for links that people follow. */
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
 * Name and options of a cookie that every host below COOKIE_DOMAIN gets; without that setting only Doorman's
 * does.
 */
export function sharedCookie(name: string, config: Pick<Config, 'isHttps' | 'cookieDomain'>) {
  const { isHttps, cookieDomain } = config
  const options = cookieOptions(config)
  if (cookieDomain === null) return { name: cookieName(name, config), options }
  // A cookie with a Domain must not have the prefix `__Host-`.
  return { name: isHttps ? `__Secure-${name}` : name, options: { ...options, domain: cookieDomain } }
}

/**
 * Drops what a browser keeps for the account that is or will be signed in: it is of no use to the next
 * person.
 */
export function dropWhatIsPending(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'address', config)
  dropOffer(ctx, config)
}

/** Drops the identity that is offered to be connected. */
export function dropOffer(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'pending-connection', config)
}

/**
 * Drops the progress of a deletion: the next person who signs in and out in this browser has deleted nothing.
 */
export function dropDeletion(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'deletion', config)
}

function dropIfThere(ctx: Context, shortName: string, config: Pick<Config, 'isHttps'>): void {
  const name = cookieName(shortName, config)
  if (ctx.cookies.get(name)) ctx.cookies.set(name, null, cookieOptions(config))
}
