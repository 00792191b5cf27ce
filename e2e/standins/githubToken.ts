import { createHash, randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Code, GitHubState } from './github.ts'

const fields = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
})

type TokenRequest = z.infer<typeof fields>

/** Exchanges a code for a token, once. */
export function tokenRoute(router: Router, { options, codes, tokens, now }: GitHubState): void {
  router.post('/login/oauth/access_token', async (ctx) => {
    const asked = fields.parse(ctx.is('json') ? await parse.json(ctx) : await parse.form(ctx))
    if (asked.client_id !== options.clientId || asked.client_secret !== options.clientSecret) {
      return refuse(
        ctx,
        'incorrect_client_credentials',
        'The client_id and/or client_secret passed are incorrect.',
      )
    }
    const code = codes.get(asked.code)
    codes.delete(asked.code)
    if (!code || code.expiresAt < now() || !isVerified(asked, code)) {
      return refuse(ctx, 'bad_verification_code', 'The code passed is incorrect or expired.')
    }
    if (asked.redirect_uri !== undefined && asked.redirect_uri !== code.redirectUri) {
      return refuse(ctx, 'redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.')
    }
    const token = `gho_${randomBytes(18).toString('hex')}`
    const scope = code.scope.split(/[\s,]+/).join(',')
    tokens.set(token, { person: code.person, scope })
    answer(ctx, { access_token: token, scope, token_type: 'bearer' })
  })
}

/** RFC 7636, 4.6. */
function isVerified({ code_verifier: verifier }: TokenRequest, { challenge }: Code): boolean {
  if (challenge === undefined) return true
  return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge
}

/** GitHub answers refusals with 200 too. */
function refuse(ctx: Context, error: string, description: string): void {
  answer(ctx, { error, error_description: description, error_uri: 'https://docs.github.com/apps/oauth-apps' })
}

/** GitHub answers form-encoded, unless JSON is asked for. */
function answer(ctx: Context, body: Record<string, string>): void {
  if (ctx.get('Accept').includes('json')) {
    ctx.body = body
    return
  }
  ctx.type = 'application/x-www-form-urlencoded'
  ctx.body = new URLSearchParams(body).toString()
}
