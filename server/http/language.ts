import type { Context } from 'koa'
import { isLanguage, LANGUAGES, type Language } from '../languages/language.ts'

/** The short name of the cookie with the language chosen in this browser; see `cookieName`. */
export const LANGUAGE_COOKIE = 'language'

/**
 * The language of the response: the one chosen in this browser, else the best of Accept-Language (RFC 9110,
 * 12.5.4), else English.
 */
export function languageOf(ctx: Context): Language {
  // `secure` is true when this site is served over https. Then only cookies with the prefix count.
  const name = ctx.cookies.secure ? `__Host-${LANGUAGE_COOKIE}` : LANGUAGE_COOKIE
  const switched = ctx.cookies.get(name, { signed: false })
  if (isLanguage(switched)) return switched
  const accepted = ctx.acceptsLanguages(...LANGUAGES)
  return isLanguage(accepted) ? accepted : LANGUAGES[0]
}
