import type Router from '@koa/router'
import { readBody } from '../http/body.ts'
import { LANGUAGE_COOKIE } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { isNavigation } from '../http/navigation.ts'
import { Problem } from '../http/problem.ts'
import { isLanguage } from '../languages/language.ts'
import type { Services } from '../services.ts'
import { cookieOptions } from '../signin/cookie.ts'
import { accountOf } from '../signin/session.ts'

const YEAR_MS = 365 * 24 * 3_600_000

/** `POST /api/language`, field `language`: keeps it on this device and, for who is signed in, for their mails. 204. */
export function languageRoutes(
  router: Router,
  { config, store }: Pick<Services, 'config' | 'store'>,
  { limits }: { limits: Limits },
): void {
  router.post('/api/language', async (ctx) => {
    await limits.change(ctx)
    const { language } = await readBody(ctx)
    if (!isLanguage(language)) throw new Problem(400, 'no-such-language', ({ http }) => http.noLanguage)
    ctx.cookies.set(LANGUAGE_COOKIE, language, { ...cookieOptions(config), maxAge: YEAR_MS })
    const account = accountOf(ctx)
    if (account) await store.setLanguage(account.user.id, language)
    // A page without a script sends a form, and would show nothing of a 204.
    ctx.status = isNavigation(ctx) ? 303 : 204
    if (ctx.status === 303) ctx.redirect('/')
  })
}
