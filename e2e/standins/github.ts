import { createHash, randomBytes } from 'node:crypto'
import Router from '@koa/router'
import parse from 'co-body'
import Koa, { type Context } from 'koa'
import { avatar, choosing } from './choosing.ts'
import { controlRoutes } from './control.ts'
import { Faults } from './faults.ts'
import { page } from './page.ts'
import type { Person } from './people.ts'
import { listen } from './server.ts'

const BANNER = 'GitHub stand-in: no real GitHub was asked'

/** What the stand-in knows of the application that signs people in. */
export interface GitHubOptions {
  people: Person[]
  clientId: string
  clientSecret: string
  callbackUrl: string
  port?: number
}

interface Code {
  person: Person
  redirectUri: string
  challenge: string | undefined
  scope: string
}

/**
 * GitHub as an OAuth application sees it: authorize page, code, token with PKCE, /user, /user/emails, and the
 * revocation of a grant. https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export async function startGitHub(options: GitHubOptions) {
  const faults = new Faults()
  const requests: string[] = []
  const codes = new Map<string, Code>()
  const tokens = new Map<string, Code>()
  const app = new Koa()
  const router = new Router()
  app.use(async (ctx, next) => {
    requests.push(`${ctx.method} ${ctx.path}`)
    await next()
  })
  app.use(faults.middleware())
  const paths = ['/login/oauth/authorize', '/login/oauth/access_token', '/api/v3/user', '/api/v3/user/emails']
  controlRoutes(router, { faults, paths, banner: BANNER })
  authorizeRoutes(router, options, codes)
  tokenRoute(router, options, { codes, tokens })
  apiRoutes(router, options, tokens)
  app.use(router.routes())
  const server = await listen(app, options.port)
  return {
    ...server,
    apiUrl: `${server.url}/api/v3`,
    faults,
    /** `METHOD path` of everything asked, in order. */
    requests,
    /** The tokens that are good. */
    tokens,
    async close() {
      faults.close()
      await server.close()
    },
  }
}

function authorizeRoutes(router: Router, options: GitHubOptions, codes: Map<string, Code>): void {
  const { clientId, callbackUrl } = options
  const people = () => options.people.filter(({ github }) => github)

  router.get('/login/oauth/authorize', (ctx) => {
    const query = ctx.query as Record<string, string>
    if (query.client_id !== clientId) ctx.throw(404, 'no such application')
    if (query.redirect_uri !== callbackUrl)
      ctx.throw(400, 'redirect_uri is not associated with this application')
    const { state = '', code_challenge = '', code_challenge_method = '', scope = '' } = query
    if (code_challenge && code_challenge_method !== 'S256') ctx.throw(400, 'only S256')
    const body = choosing({
      site: clientId,
      asks: scope.includes('user:email') ? ' and read your addresses' : '',
      fields: { state, code_challenge, scope },
      people: people(),
      nameOf: ({ github }) => github?.login,
    })
    ctx.body = page({ title: 'GitHub stand-in', banner: BANNER, accent: '#24292f', body })
  })

  router.post('/login/oauth/authorize', async (ctx) => {
    const { person: key, state, code_challenge: challenge, scope } = await parse.form(ctx)
    const person = people().find((candidate) => candidate.key === key)
    const back = new URL(callbackUrl)
    if (person) {
      const code = randomBytes(10).toString('hex')
      codes.set(code, { person, redirectUri: callbackUrl, challenge: challenge || undefined, scope })
      back.searchParams.set('code', code)
    } else {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'The user has denied your application access.')
    }
    if (state) back.searchParams.set('state', state)
    ctx.redirect(back.href)
  })
}

function tokenRoute(
  router: Router,
  options: GitHubOptions,
  kept: Record<'codes' | 'tokens', Map<string, Code>>,
): void {
  router.post('/login/oauth/access_token', async (ctx) => {
    const asked = await parse.form(ctx)
    const code = kept.codes.get(asked.code)
    kept.codes.delete(asked.code)
    const isApplication = asked.client_id === options.clientId && asked.client_secret === options.clientSecret
    const isVerified = !code?.challenge || code.challenge === s256(asked.code_verifier ?? '')
    if (!isApplication) return refuse(ctx, 'incorrect_client_credentials')
    if (!code || !isVerified) return refuse(ctx, 'bad_verification_code')
    if (asked.redirect_uri !== code.redirectUri) return refuse(ctx, 'redirect_uri_mismatch')
    const token = `gho_${randomBytes(18).toString('hex')}`
    kept.tokens.set(token, code)
    answerLikeGitHub(ctx, { access_token: token, scope: code.scope, token_type: 'bearer' })
  })
}

/** GitHub answers refusals with 200 too. */
function refuse(ctx: Context, error: string): void {
  answerLikeGitHub(ctx, { error, error_description: `stand-in: ${error}` })
}

/** Form-encoded, unless JSON is asked for. */
function answerLikeGitHub(ctx: Context, fields: Record<string, string>): void {
  if (ctx.get('Accept').includes('json')) {
    ctx.body = fields
    return
  }
  ctx.type = 'application/x-www-form-urlencoded'
  ctx.body = new URLSearchParams(fields).toString()
}

function apiRoutes(router: Router, options: GitHubOptions, tokens: Map<string, Code>): void {
  const holderOf = (ctx: Context) => {
    const grant = tokens.get(ctx.get('Authorization').replace(/^(Bearer|token) /i, ''))
    return grant ?? ctx.throw(401, 'Bad credentials')
  }
  router.get('/api/v3/user', (ctx) => {
    const { person } = holderOf(ctx)
    const avatarUrl = `${ctx.protocol}://${ctx.host}/avatars/${person.key}.svg`
    ctx.body = {
      id: person.github?.id,
      login: person.github?.login,
      name: person.name,
      email: null,
      avatar_url: avatarUrl,
    }
  })
  router.get('/api/v3/user/emails', (ctx) => {
    const { person, scope } = holderOf(ctx)
    if (!scope.includes('user:email')) ctx.throw(404, 'Not Found')
    ctx.body = person.github?.emails.map((entry) => ({ ...entry, visibility: null }))
  })
  router.delete('/api/v3/applications/:clientId/grant', async (ctx) => {
    const basic = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64')
    if (ctx.get('Authorization') !== `Basic ${basic}`) ctx.throw(401, 'Requires authentication')
    const { access_token: token } = JSON.parse(await parse.text(ctx))
    const grant = tokens.get(token) ?? ctx.throw(422, 'Validation Failed')
    for (const [other, { person }] of tokens) if (person === grant.person) tokens.delete(other)
    ctx.status = 204
  })
  router.get('/avatars/:file', (ctx) => {
    const person = options.people.find(({ key }) => `${key}.svg` === ctx.params.file) ?? ctx.throw(404)
    ctx.type = 'image/svg+xml'
    ctx.body = avatar(person)
  })
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
