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

/** What a browser keeps for the account that is or will be signed in: a code for an address, an identity to connect. */
const KEPT_FOR_THE_OWNER = ['address', 'pending-connection']

/** Drops that: whoever uses this browser next has no use for it. */
export function dropWhatIsPending(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  const names = KEPT_FOR_THE_OWNER.map((name) => cookieName(name, config))
  for (const name of names.filter((candidate) => ctx.cookies.get(candidate))) {
    ctx.cookies.set(name, null, cookieOptions(config))
  }
}
