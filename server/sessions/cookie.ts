import type { Context } from 'koa'
import type { Config } from '../config.ts'

/** The name with the prefix that makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2). */
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

/** Drops what a browser keeps for the account that is or will be signed in: whoever uses it next has no use for it. */
export function dropWhatIsPending(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'address', config)
  dropOffer(ctx, config)
}

/** Drops the identity that is offered to be connected. */
export function dropOffer(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'pending-connection', config)
}

/** Drops how a deletion goes on: whoever signs in, and out again, is not the one who has left. */
export function dropDeletion(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  dropIfThere(ctx, 'deletion', config)
}

function dropIfThere(ctx: Context, shortName: string, config: Pick<Config, 'isHttps'>): void {
  const name = cookieName(shortName, config)
  if (ctx.cookies.get(name)) ctx.cookies.set(name, null, cookieOptions(config))
}
