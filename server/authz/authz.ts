import type { Context, Middleware } from 'koa'
import { askedPathOf } from '../http/requestLog.ts'
import type { Services } from '../services.ts'
import { createVisits } from '../sessions/sessions.ts'
import { StoreUnavailable } from '../store/store.ts'
import { type Answers, createAnswers, headersOfUser } from './answers.ts'
import { createAskedFor } from './askedFor.ts'
import { createAssertions } from './assertions.ts'
import { createSignedOutAnswers, type SignedOut } from './signedOutAnswers.ts'

const AUTH_REQUEST = '/api/authz/auth-request'
const FORWARD_AUTH = '/api/authz/forward-auth'
const SIGN_IN = '/api/authz/sign-in'
const JWKS = '/.well-known/jwks.json'

type Needs = Pick<Services, 'config' | 'store' | 'now' | 'log'>

/**
 * Answers the questions of the site's proxy: is a request signed in, and as whom? Each answer takes one
 * look-up and never reads a body, so this middleware runs before everything that other requests need.
 * `headers` are added to every response but a yes.
 */
export function authz(services: Needs, headers: Record<string, string>): Middleware {
  const { config, now, log } = services
  const readVisit = createVisits(services)
  const askedFor = createAskedFor(config)
  const assertions = createAssertions(config)
  const answers = createAnswers(headers)
  const { refuse, lead, refuseOrLead } = createSignedOutAnswers(services, answers)

  /** Responds with the person, with the signed-out answer, or with an error when the store fails. */
  async function identify(ctx: Context, answerSignedOut: SignedOut): Promise<void> {
    try {
      const { signedIn } = await readVisit(ctx)
      const asked = askedFor(ctx)
      if (!signedIn) return answerSignedOut(ctx, asked)
      const assertion = await assertions.sign(signedIn.user, asked.origin, now())
      answers.yes(ctx, headersOfUser(signedIn.user, assertion))
    } catch (error) {
      answerFault(ctx, error, { answers, log })
    }
  }

  return async (ctx, next) => {
    const { path, method } = ctx
    if (path === AUTH_REQUEST) return identify(ctx, refuse)
    if (path === FORWARD_AUTH) return identify(ctx, refuseOrLead)
    if (path === SIGN_IN) return lead(ctx, askedFor(ctx))
    if (path === JWKS && (method === 'GET' || method === 'HEAD')) return answers.keys(ctx, assertions.jwks)
    await next()
  }
}

function answerFault(
  ctx: Context,
  err: unknown,
  { answers, log }: { answers: Answers } & Pick<Services, 'log'>,
): void {
  const facts = { err, method: ctx.method, path: askedPathOf(ctx) }
  if (err instanceof StoreUnavailable) {
    const request = answers.empty(ctx, 503, ['Retry-After', '5'])
    log.warn({ ...facts, request, status: 503 }, 'the proxy gets no answer: the store cannot be read')
    return
  }
  const request = answers.empty(ctx, 500)
  log.error({ ...facts, request, status: 500 }, 'request failed')
}
