import type Router from '@koa/router'
import type { RefusalAnswer } from '../api.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'

/**
 * `/api/refusals/CODE`: the site's own sentence for a code that one of its steps refused with, in the
 * visitor's language.
 */
export function refusalRoutes(router: Router, { site }: Pick<Services, 'site'>): void {
  router.get('/api/refusals/:code', (ctx) => {
    const { code = '' } = ctx.params
    const sentences = Object.hasOwn(site.refusals, code) ? site.refusals[code] : undefined
    if (!sentences) throw new Problem(404, 'not-found', (answers) => answers.http.noReason)
    ctx.vary('Accept-Language, Cookie')
    ctx.body = { message: sentences[languageOf(ctx)] } satisfies RefusalAnswer
  })
}
