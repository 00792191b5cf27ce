import { randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { choosing } from './choosing.ts'
import { page } from './page.ts'
import { ACCENT, BANNER, type Kept } from './xKept.ts'
import type { Token } from './xSignature.ts'

/** Request token, access token, and the end of one. */
export function handshakeRoutes(router: Router, { options, tokens, signedBy }: Kept): void {
  router.post('/oauth/request_token', async (ctx) => {
    const { fields } = await signedBy(ctx)
    if (fields.oauth_callback !== options.callbackUrl)
      ctx.throw(403, 'Callback URL not approved for this client')
    const access = ctx.query.x_auth_access_type ?? fields.x_auth_access_type ?? 'write'
    const token = newToken({ kind: 'request', access: access === 'read' ? 'read' : 'write' })
    tokens.set(token.token, token)
    answerForm(ctx, {
      oauth_token: token.token,
      oauth_token_secret: token.secret,
      oauth_callback_confirmed: 'true',
    })
  })

  router.post('/oauth/access_token', async (ctx) => {
    const { token: request, fields } = await signedBy(ctx)
    const { person } = request ?? {}
    const isGood = request?.kind === 'request' && request.verifier === fields.oauth_verifier
    if (!isGood || !person?.x) return ctx.throw(401, 'Invalid request token')
    tokens.delete(request.token)
    const token = newToken({ kind: 'access', access: request.access, person })
    tokens.set(token.token, token)
    const { id: user_id, username: screen_name } = person.x
    answerForm(ctx, { oauth_token: token.token, oauth_token_secret: token.secret, user_id, screen_name })
  })

  router.post('/1.1/oauth/invalidate_token.json', async (ctx) => {
    const { token } = await signedBy(ctx)
    if (!token) return ctx.throw(401, 'Invalid or expired token')
    tokens.delete(token.token)
    ctx.body = { access_token: token.token }
  })
}

function newToken(rest: Pick<Token, 'kind' | 'access' | 'person'>): Token {
  return { ...rest, token: randomBytes(16).toString('hex'), secret: randomBytes(20).toString('hex') }
}

function answerForm(ctx: Context, fields: Record<string, string>): void {
  ctx.type = 'application/x-www-form-urlencoded'
  ctx.body = new URLSearchParams(fields).toString()
}

/** The page on which one consents. */
export function consentRoutes(router: Router, { options, tokens }: Kept): void {
  const people = () => options.people.filter(({ x }) => x)

  router.get('/oauth/authenticate', (ctx) => {
    const token = tokens.get(String(ctx.query.oauth_token))
    if (token?.kind !== 'request') return ctx.throw(404, 'This page is no longer valid')
    const body = choosing({
      site: options.consumerKey,
      asks: token.access === 'write' ? ' and post for you' : '',
      fields: { oauth_token: token.token },
      people: people(),
      nameOf: ({ x }) => x?.username,
    })
    ctx.body = page({ title: 'X stand-in', banner: BANNER, accent: ACCENT, body })
  })

  router.post('/oauth/authenticate', async (ctx) => {
    const { oauth_token: given, person: key } = await parse.form(ctx)
    const token = tokens.get(given)
    if (token?.kind !== 'request') return ctx.throw(404, 'This page is no longer valid')
    const person = people().find((candidate) => candidate.key === key)
    const back = new URL(options.callbackUrl)
    if (person) {
      token.person = person
      token.verifier = randomBytes(16).toString('hex')
      back.searchParams.set('oauth_token', token.token)
      back.searchParams.set('oauth_verifier', token.verifier)
    } else {
      tokens.delete(token.token)
      back.searchParams.set('denied', token.token)
    }
    ctx.redirect(back.href)
  })
}
