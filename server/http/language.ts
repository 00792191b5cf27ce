import type { Context } from 'koa'
import { isLanguage, LANGUAGES, type Language } from '../languages/language.ts'

/** The short name of the cookie that remembers the language on the device; see `cookieName`. */
export const LANGUAGE_COOKIE = 'language'

/**
 * The language to answer in: as switched on this device, else as the browser asks (RFC 9110, 12.5.4), else
 * English.
 */
export function languageOf(ctx: Context): Language {
  // `secure` says that this site is served by https, where only cookies with the prefix are believed.
  const name = ctx.cookies.secure ? `__Host-${LANGUAGE_COOKIE}` : LANGUAGE_COOKIE
  const switched = ctx.cookies.get(name, { signed: false })
  if (isLanguage(switched)) return switched
  const accepted = ctx.acceptsLanguages(...LANGUAGES)
  return isLanguage(accepted) ? accepted : LANGUAGES[0]
}
