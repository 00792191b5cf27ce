import type { Context, Middleware } from 'koa'
import type { ErrorAnswer } from '../api.ts'
import { textsIn } from '../languages/catalogue.ts'
import { StoreUnavailable } from '../store/store.ts'
import { languageOf } from './language.ts'
import { prefersPage } from './prefersPage.ts'
import { Problem } from './problem.ts'
import { askedPathOf, logOf } from './requestLog.ts'
import { type Look, plainWords, wordsPage } from './wordsPage.ts'

/**
 * Turns an error of the middleware after it into a response in the form that the client reads. Logs server
 * errors once.
 */
export function answerErrors(look: Look): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const problem = problemOf(error)
      if (problem.status >= 500)
        logOf(ctx).error({ err: error, method: ctx.method, path: askedPathOf(ctx) }, 'request failed')
      answer(ctx, problem, look)
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StoreUnavailable) {
    return new Problem(503, 'unavailable', (answers) => answers.http.unavailable, {
      cause: error,
      headers: { 'Retry-After': '5' },
    })
  }
  return new Problem(500, 'internal', (answers) => answers.http.internal, { cause: error })
}

function answer(ctx: Context, problem: Problem, look: Look): void {
  ctx.status = problem.status
  ctx.set(problem.headers)
  ctx.set('Cache-Control', 'no-store')
  const { answers } = textsIn(languageOf(ctx))
  const words = problem.words(answers)
  if (ctx.path === '/api/reminder') {
    plainWords(ctx, words, look)
  } else if (!ctx.path.startsWith('/api/') && prefersPage(ctx)) {
    wordsPage(ctx, words, look)
  } else {
    ctx.body = { error: { code: problem.code, message: words } } satisfies ErrorAnswer
  }
}
