import type { Context, Middleware } from 'koa'
import type { Services } from '../services.ts'
import { createVisits } from '../sessions/sessions.ts'
import { StoreUnavailable } from '../store/store.ts'
import { createAnswers, headersOfUser } from './answer.ts'
import { type AskedFor, createAskedFor } from './askedFor.ts'
import { createAssertions } from './assertion.ts'

const AUTH_REQUEST = '/api/authz/auth-request'
const FORWARD_AUTH = '/api/authz/forward-auth'
const SIGN_IN = '/api/authz/sign-in'
const JWKS = '/.well-known/jwks.json'

type Needs = Pick<Services, 'config' | 'store' | 'now' | 'log'>

/** Responds to a signed-out request. */
type SignedOut = (ctx: Context, asked: AskedFor) => void

/**
 * Answers the questions of the site's proxy: is a request signed in, and as whom? Each answer takes one
 * look-up and never reads a body, so this middleware runs before everything that other requests need.
 * `headers` are added to every response.
 */
export function authz(services: Needs, headers: Record<string, string>): Middleware {
  const { config, now, log } = services
  const readVisit = createVisits(services)
  const askedFor = createAskedFor(config)
  const assertions = createAssertions(config)
  const answers = createAnswers(headers)
  const signInPage = `${config.publicUrl}/`
  let isLoopTold = false

  /** Responds with the person, with the signed-out answer, or with an error when the store fails. */
  async function identify(ctx: Context, answerSignedOut: SignedOut): Promise<void> {
    try {
      const { signedIn } = await readVisit(ctx)
      const asked = askedFor(ctx)
      if (!signedIn) return answerSignedOut(ctx, asked)
      const assertion = await assertions.sign(signedIn.user, asked.origin, now())
      answers.empty(ctx, 200, headersOfUser(signedIn.user, assertion))
    } catch (error) {
      answerFault(ctx, error)
    }
  }

  function answerFault(ctx: Context, err: unknown): void {
    if (err instanceof StoreUnavailable) {
      const request = answers.empty(ctx, 503, ['Retry-After', '5'])
      log.warn({ err, request }, 'the proxy gets no answer: the store cannot be read')
      return
    }
    const request = answers.empty(ctx, 500)
    log.error({ err, request }, 'request failed')
  }

  const refuse: SignedOut = (ctx) => void answers.empty(ctx, 401)

  /** Redirects the navigation of a browser to the sign-in page, and answers 401 to everything else. */
  const refuseOrLead: SignedOut = (ctx, asked) =>
    isPageLoad(ctx, asked) ? lead(ctx, asked) : refuse(ctx, asked)

  /** Redirects to the sign-in page, which redirects back to the requested address. */
  function lead(ctx: Context, asked: AskedFor): void {
    const address = asked.address()
    if (address !== undefined && isLoop(address)) {
      tellOfLoop()
      refuse(ctx, asked)
      return
    }
    const query = address === undefined ? '' : `?returnTo=${encodeURIComponent(address)}`
    answers.empty(ctx, 302, ['Location', `${signInPage}${query}`])
  }

  /** Whether the requested address is the sign-in page, to which the browser was redirected before. */
  function isLoop(address: string): boolean {
    return address.startsWith(`${signInPage}?`) && new URL(address).searchParams.has('returnTo')
  }

  /** Logged once per process, because each visitor would cause it again. */
  function tellOfLoop(): void {
    if (isLoopTold) return
    isLoopTold = true
    log.warn(
      { signInPage },
      'the proxy asks whether people may see the sign-in page: leave the pages of Doorman out of what it guards',
    )
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

/** Whether a browser loads a page: by Fetch metadata or, where an older browser sends none, by Accept. */
function isPageLoad(ctx: Context, { method }: AskedFor): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const mode = ctx.get('Sec-Fetch-Mode')
  if (mode !== '') return mode === 'navigate'
  const hasMetadata = ctx.get('Sec-Fetch-Site') !== '' || ctx.get('Sec-Fetch-Dest') !== ''
  return !hasMetadata && ctx.get('Accept').toLowerCase().includes('text/html')
}
