import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { cookieOptions } from '../sessions/cookie.ts'

/** The sign-in page reads it; it names a provider and nobody. */
const COOKIE = 'last-provider'

const YEAR_MS = 365 * 24 * 3_600_000

/** Remembers on this device by which door its person came in, for the sign-in page to mark it. */
export function rememberLastProvider(ctx: Context, provider: string, config: Pick<Config, 'isHttps'>): void {
  ctx.cookies.set(COOKIE, provider, { ...cookieOptions(config), httpOnly: false, maxAge: YEAR_MS })
}

/** Forgets it when it is this one, which lets its person in no more. */
export function forgetIfLast(ctx: Context, provider: string, config: Pick<Config, 'isHttps'>): void {
  if (ctx.cookies.get(COOKIE) === provider) forgetLastProvider(ctx, config)
}

/** Leaves no trace of it. */
export function forgetLastProvider(ctx: Context, config: Pick<Config, 'isHttps'>): void {
  ctx.cookies.set(COOKIE, null, { ...cookieOptions(config), httpOnly: false })
}
