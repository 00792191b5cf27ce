import { createHash, randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Code, GitHubState, Grant } from './github.ts'

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
const TOKEN_LIFE_SECONDS = 8 * 3_600
const REFRESH_TOKEN_LIFE_SECONDS = 15_897_600

const fields = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  grant_type: z.string().optional(),
  refresh_token: z.string().default(''),
})

type TokenRequest = z.infer<typeof fields>

type Fields = Record<string, string | number>

/** Adds the token endpoint. It exchanges a code or a refresh token for a token; each works once. */
export function tokenRoute(router: Router, state: GitHubState): void {
  router.post('/login/oauth/access_token', async (ctx) => {
    const asked = fields.parse(ctx.is('json') ? await parse.json(ctx) : await parse.form(ctx))
    answer(ctx, tokensFor(asked, state))
  })
}

function tokensFor(asked: TokenRequest, state: GitHubState): Fields {
  const { clientId, clientSecret } = state.options
  if (asked.client_id !== clientId || asked.client_secret !== clientSecret) {
    return refusal('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.')
  }
  return asked.grant_type === 'refresh_token' ? refreshed(asked, state) : exchanged(asked, state)
}

function exchanged(asked: TokenRequest, state: GitHubState): Fields {
  const code = state.codes.get(asked.code)
  state.codes.delete(asked.code)
  if (!code || code.expiresAt < state.now() || !isVerified(asked, code)) {
    return refusal('bad_verification_code', 'The code passed is incorrect or expired.')
  }
  if (asked.redirect_uri !== undefined && asked.redirect_uri !== code.redirectUri) {
    return refusal('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.')
  }
  state.grants.add(code.person)
  return newTokens({ person: code.person, scope: code.scope.split(/[\s,]+/).join(',') }, state)
}

function refreshed({ refresh_token: given }: TokenRequest, state: GitHubState): Fields {
  const grant = state.refreshTokens.get(given)
  if (!grant || grant.expiresAt < state.now()) {
    return refusal('bad_refresh_token', 'The refresh token passed is incorrect or expired.')
  }
  state.refreshTokens.delete(given)
  return newTokens(grant, state)
}

function newTokens({ person, scope }: Grant, { app, tokens, refreshTokens, now }: GitHubState): Fields {
  const token = `gho_${randomBytes(18).toString('hex')}`
  const lifeMs = app.hasExpiringTokens ? TOKEN_LIFE_SECONDS * 1_000 : Number.POSITIVE_INFINITY
  tokens.set(token, { person, scope, expiresAt: now() + lifeMs })
  const always = { access_token: token, scope, token_type: 'bearer' }
  if (!app.hasExpiringTokens) return always
  const refreshToken = `ghr_${randomBytes(38).toString('hex')}`
  refreshTokens.set(refreshToken, { person, scope, expiresAt: now() + REFRESH_TOKEN_LIFE_SECONDS * 1_000 })
  return {
    ...always,
    expires_in: TOKEN_LIFE_SECONDS,
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_TOKEN_LIFE_SECONDS,
  }
}

/** Whether the verifier fits the challenge of the code (RFC 7636, 4.6). */
function isVerified({ code_verifier: verifier }: TokenRequest, { challenge }: Code): boolean {
  if (challenge === undefined) return true
  return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge
}

/** GitHub answers refusals with status 200, too. */
function refusal(error: string, description: string): Fields {
  return { error, error_description: description, error_uri: 'https://docs.github.com/apps/oauth-apps' }
}

/** GitHub answers form-encoded, unless the client accepts JSON. */
function answer(ctx: Context, body: Fields): void {
  if (ctx.get('Accept').includes('json')) {
    ctx.body = body
    return
  }
  ctx.type = 'application/x-www-form-urlencoded'
  const fields = Object.entries(body).map(([name, value]) => [name, String(value)])
  ctx.body = new URLSearchParams(fields).toString()
}
