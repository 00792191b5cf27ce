import type { Context, Middleware } from 'koa'
import type { Services } from '../services.ts'
import { createVisits } from '../sessions/sessions.ts'
import type { SignedIn } from '../sessions/signedIn.ts'
import { StoreUnavailable } from '../store/store.ts'
import { createAskedFor } from './askedFor.ts'
import { createAssertions } from './assertion.ts'

const AUTH_REQUEST = '/api/authz/auth-request'
const FORWARD_AUTH = '/api/authz/forward-auth'
const SIGN_IN = '/api/authz/sign-in'
const JWKS = '/.well-known/jwks.json'

/** Keys change only with SECRET, and then both are published for as long as both are set. */
const JWKS_FOR_SECONDS = 3_600

/**
 * What the site behind Doorman asks through its proxy: whether a request is signed in, and as whom. Each question costs one
 * look-up and never reads a body, so this stands in front of everything that other requests need.
 */
export function authz(services: Pick<Services, 'config' | 'store' | 'now' | 'log'>): Middleware {
  const { config, now, log } = services
  const readVisit = createVisits(services)
  const askedFor = createAskedFor(config)
  const assertions = createAssertions(config)

  async function identify(ctx: Context): Promise<boolean> {
    const { signedIn } = await readVisit(ctx)
    if (!signedIn) return false
    const assertion = await assertions.sign(signedIn.user, askedFor(ctx).origin, now())
    answerSignedIn(ctx, signedIn, assertion)
    return true
  }

  async function guarded(ctx: Context, answerSignedOut: () => void): Promise<void> {
    ctx.set('Cache-Control', 'no-store')
    try {
      if (!(await identify(ctx))) answerSignedOut()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      log.warn({ err: error }, 'nobody can be told who is signed in: the store cannot be read')
      ctx.set('Retry-After', '5')
      answerEmpty(ctx, 503)
    }
  }

  /** The sign-in page, which leads back to what was asked for. */
  function toSignIn(ctx: Context): void {
    const { address } = askedFor(ctx)
    const query = address === undefined ? '' : `?returnTo=${encodeURIComponent(address)}`
    ctx.set('Location', `${config.publicUrl}/${query}`)
    answerEmpty(ctx, 302)
  }

  return async (ctx, next) => {
    if (ctx.path === AUTH_REQUEST) return guarded(ctx, () => answerEmpty(ctx, 401))
    if (ctx.path === FORWARD_AUTH) {
      return guarded(ctx, () => (isNavigation(ctx) ? toSignIn(ctx) : answerEmpty(ctx, 401)))
    }
    if (ctx.path === SIGN_IN) {
      ctx.set('Cache-Control', 'no-store')
      return toSignIn(ctx)
    }
    if (ctx.path === JWKS && (ctx.method === 'GET' || ctx.method === 'HEAD')) {
      ctx.set('Cache-Control', `public, max-age=${JWKS_FOR_SECONDS}`)
      ctx.body = assertions.jwks
      return
    }
    await next()
  }
}

/** Every header is always there: a proxy must never pass on one that the browser sent. */
function answerSignedIn(ctx: Context, { user }: SignedIn, assertion: string): void {
  const { res } = ctx
  res.setHeader('Remote-User', user.id)
  res.setHeader('Remote-Username', rawUtf8(user.username))
  res.setHeader('Remote-Name', encodeURIComponent(user.name))
  res.setHeader('Remote-Email', rawUtf8(user.email ?? ''))
  res.setHeader('Remote-Assertion', assertion)
  answerEmpty(ctx, 200)
}

function answerEmpty(ctx: Context, status: number): void {
  ctx.body = ''
  ctx.status = status
  ctx.remove('Content-Type')
}

/** Node writes headers as Latin-1, so each byte of the UTF-8 stands as one letter (obs-text, RFC 9110, 5.5). */
function rawUtf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** A person's browser going to a page, by the method of the request to the proxy; older browsers send no Fetch metadata. */
function isNavigation(ctx: Context): boolean {
  const method = (ctx.get('X-Forwarded-Method') || ctx.method).toUpperCase()
  if (method !== 'GET' && method !== 'HEAD') return false
  const mode = ctx.get('Sec-Fetch-Mode')
  if (mode !== '') return mode === 'navigate'
  const hasMetadata = ctx.get('Sec-Fetch-Site') !== '' || ctx.get('Sec-Fetch-Dest') !== ''
  return !hasMetadata && ctx.get('Accept').toLowerCase().includes('text/html')
}
