import type { Context } from 'koa'
import { isLanguage, LANGUAGES, type Language } from '../languages/language.ts'

/** The switch's cookie: remembered on the device. */
export const LANGUAGE_COOKIE = 'language'

/** The language to answer in: as switched on this device, else as the browser asks (RFC 9110, 12.5.4), else English. */
export function languageOf(ctx: Context): Language {
  const switched = ctx.cookies.get(LANGUAGE_COOKIE, { signed: false })
  if (isLanguage(switched)) return switched
  const accepted = ctx.acceptsLanguages(...LANGUAGES)
  return isLanguage(accepted) ? accepted : LANGUAGES[0]
}
