import type Router from '@koa/router'
import type { RefusalAnswer } from '../api.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problem.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import type { Services } from '../services.ts'
import { createLockReasons } from './lockReasons.ts'

/**
 * `/api/refusals/CODE`: the site's own sentence, in the visitor's language, for a code with which one of its
 * steps refused. For `locked`: the operator's reason, shown only to the browser that signed in with the
 * locked account.
 */
export function refusalRoutes(
  router: Router,
  services: Pick<Services, 'site' | 'store' | 'config' | 'sealer' | 'now'>,
): void {
  const { site } = services
  const reasons = createLockReasons(services)

  router.get('/api/refusals/locked', async (ctx, next) => {
    const reason = await reasons.read(ctx)
    if (reason === undefined) return next()
    const { answers } = textsIn(languageOf(ctx))
    ctx.body = { message: fill(answers.http.lockedBecause, { reason }) } satisfies RefusalAnswer
  })

  router.get('/api/refusals/:code', (ctx) => {
    const { code = '' } = ctx.params
    const sentences = Object.hasOwn(site.refusals, code) ? site.refusals[code] : undefined
    if (!sentences) throw new Problem(404, 'not-found', (answers) => answers.http.noReason)
    ctx.vary('Accept-Language, Cookie')
    ctx.body = { message: sentences[languageOf(ctx)] } satisfies RefusalAnswer
  })
}
