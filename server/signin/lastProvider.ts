import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { sharedCookie } from '../sessions/cookie.ts'

/** The sign-in page reads it. It names a provider and no person. */
const COOKIE = 'last-provider'

const YEAR_MS = 365 * 24 * 3_600_000

type CookieConfig = Pick<Config, 'isHttps' | 'cookieDomain'>

/** Remembers the provider on this device, for the sign-in page to mark it. */
export function rememberLastProvider(ctx: Context, provider: string, config: CookieConfig): void {
  const { name, options } = sharedCookie(COOKIE, config)
  ctx.cookies.set(name, provider, { ...options, httpOnly: false, maxAge: YEAR_MS })
}

/** Forgets the provider if it is the remembered one: it signs its person in no more. */
export function forgetIfLast(ctx: Context, provider: string, config: CookieConfig): void {
  if (ctx.cookies.get(sharedCookie(COOKIE, config).name) === provider) forgetLastProvider(ctx, config)
}

/** Leaves no trace of it. */
export function forgetLastProvider(ctx: Context, config: CookieConfig): void {
  const { name, options } = sharedCookie(COOKIE, config)
  ctx.cookies.set(name, null, { ...options, httpOnly: false })
}
