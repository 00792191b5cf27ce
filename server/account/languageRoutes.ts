import type Router from '@koa/router'
import { readBody } from '../http/body.ts'
import { isNavigation } from '../http/isNavigation.ts'
import { LANGUAGE_COOKIE } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { ownPath } from '../http/ownPath.ts'
import { Problem } from '../http/problem.ts'
import { isLanguage, type Language } from '../languages/language.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from '../sessions/cookie.ts'
import { accountOf } from '../sessions/signedIn.ts'
import type { Account } from '../store/account.ts'

const YEAR_MS = 365 * 24 * 3_600_000

/**
 * `POST /api/language`, field `language`: stores the language in this browser and, for a signed-in person,
 * for their mails. 204.
 */
export function languageRoutes(
  router: Router,
  { config, store }: Pick<Services, 'config' | 'store'>,
  { limits }: { limits: Limits },
): void {
  const name = cookieName(LANGUAGE_COOKIE, config)

  router.post('/api/language', async (ctx) => {
    await limits.change(ctx)
    const { language } = await readBody(ctx)
    if (!isLanguage(language)) throw new Problem(400, 'no-such-language', ({ http }) => http.noLanguage)
    ctx.cookies.set(name, language, { ...cookieOptions(config), maxAge: YEAR_MS })
    const user = accountOf(ctx)?.user
    if (user && user.language !== language) {
      await store.change(user.id, ({ account }) => ({ account: inLanguage(account, language), result: true }))
    }
    // A page without a script sends a form, and the browser would show nothing for a 204.
    ctx.status = isNavigation(ctx) ? 303 : 204
    if (ctx.status === 303) ctx.redirect(ownPath('/', config))
  })
}

function inLanguage(account: Account, language: Language): Account {
  return { ...account, user: { ...account.user, language } }
}
