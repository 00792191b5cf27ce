import { randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { XState } from './x.ts'
import { type Token, xError } from './xSignature.ts'

/** Adds the OAuth 1.0a requests that the application sends to X: request token, access token, invalidation. */
export function handshakeRoutes(router: Router, { options, app, tokens, signedBy }: XState): void {
  router.post('/oauth/request_token', async (ctx) => {
    const { fields } = await signedBy(ctx)
    const callback = fields.oauth_callback ?? ''
    if (app.isSuspended) throw xError(403, 416, 'Invalid / suspended application.')
    if (!app.isCallbackApproved || !options.callbackUrls.includes(withoutQuery(callback))) {
      throw xError(403, 415, 'Callback URL not approved for this client application.')
    }
    const asked = ctx.query.x_auth_access_type ?? fields.x_auth_access_type ?? 'write'
    const access = asked === 'read' || !app.canPost ? 'read' : 'write'
    const token = newToken({ kind: 'request', access, callback })
    tokens.set(token.token, token)
    answer(ctx, {
      oauth_token: token.token,
      oauth_token_secret: token.secret,
      oauth_callback_confirmed: 'true',
    })
  })

  router.post('/oauth/access_token', async (ctx) => {
    const { token: request, fields } = await signedBy(ctx)
    const isGood =
      request?.kind === 'request' && request.verifier && request.verifier === fields.oauth_verifier
    if (!isGood || !request.person?.x) throw xError(401, 89, 'Invalid or expired token.')
    tokens.delete(request.token)
    const { id: user_id, username: screen_name } = request.person.x
    const token = newToken({ kind: 'access', access: request.access, person: request.person, owner: user_id })
    tokens.set(token.token, token)
    answer(ctx, { oauth_token: token.token, oauth_token_secret: token.secret, user_id, screen_name })
  })

  router.post('/1.1/oauth/invalidate_token.json', async (ctx) => {
    const { token } = await signedBy(ctx)
    if (token?.kind !== 'access') throw xError(401, 89, 'Invalid or expired token.')
    tokens.delete(token.token)
    ctx.body = { access_token: token.token }
  })
}

/** X's access tokens begin with the id of their owner. */
function newToken({ owner, ...rest }: Omit<Token, 'token' | 'secret'> & { owner?: string }): Token {
  const random = randomBytes(16).toString('hex')
  return { ...rest, token: owner ? `${owner}-${random}` : random, secret: randomBytes(20).toString('hex') }
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? ''
}

function answer(ctx: Context, fields: Record<string, string>): void {
  ctx.type = 'application/x-www-form-urlencoded'
  ctx.body = new URLSearchParams(fields).toString()
}
