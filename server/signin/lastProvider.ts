import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { sharedCookie } from '../sessions/cookie.ts'

/** The client's sign-in page reads this cookie. It names a provider and no person. */
const COOKIE = 'last-provider'

const YEAR_MS = 365 * 24 * 3_600_000

type CookieConfig = Pick<Config, 'isHttps' | 'cookieDomain'>

/** Remembers the provider in this browser, so that the sign-in page can mark it. */
export function rememberLastProvider(ctx: Context, provider: string, config: CookieConfig): void {
  const { name, options } = sharedCookie(COOKIE, config)
  ctx.cookies.set(name, provider, { ...options, httpOnly: false, maxAge: YEAR_MS })
}

/** The provider that signed in last in this browser. */
export function lastProviderOf(ctx: Context, config: CookieConfig): string | undefined {
  return ctx.cookies.get(sharedCookie(COOKIE, config).name)
}

/** Forgets the provider if it is the remembered one, after it was disconnected. */
export function forgetIfLast(ctx: Context, provider: string, config: CookieConfig): void {
  if (lastProviderOf(ctx, config) === provider) forgetLastProvider(ctx, config)
}

/** Removes the cookie. */
export function forgetLastProvider(ctx: Context, config: CookieConfig): void {
  const { name, options } = sharedCookie(COOKIE, config)
  ctx.cookies.set(name, null, { ...options, httpOnly: false })
}
