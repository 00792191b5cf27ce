import type { Context, Middleware } from 'koa'
import { withoutAddresses } from '../address.ts'
import type { ErrorAnswer } from '../api.ts'
import { StoreUnavailable } from '../store/store.ts'
import { Problem } from './problem.ts'
import { logOf } from './requestLog.ts'
import { wordsPage } from './wordsPage.ts'

/** Answers whatever is thrown below it, in the form the asker reads, and logs what the operator must know, once. */
export function answerErrors(): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const problem = problemOf(error)
      if (problem.status >= 500)
        logOf(ctx).error(
          { err: error, method: ctx.method, path: withoutAddresses(ctx.path) },
          'request failed',
        )
      answer(ctx, problem)
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StoreUnavailable) {
    return new Problem(
      503,
      'unavailable',
      'We cannot save anything right now. Please try again in a minute.',
      {
        cause: error,
        headers: { 'Retry-After': '5' },
      },
    )
  }
  return new Problem(500, 'internal', 'Something went wrong on our side. Please try again.', { cause: error })
}

function answer(ctx: Context, problem: Problem): void {
  ctx.status = problem.status
  ctx.set(problem.headers)
  ctx.set('Cache-Control', 'no-store')
  if (ctx.path === '/api/reminder') {
    ctx.type = 'text/plain; charset=utf-8'
    ctx.body = problem.message
  } else if (!ctx.path.startsWith('/api/') && ctx.accepts('json', 'html') === 'html') {
    wordsPage(ctx, problem.message)
  } else {
    ctx.body = { error: { code: problem.code, message: problem.message } } satisfies ErrorAnswer
  }
}
